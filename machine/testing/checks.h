// Checks of unit tests: a test program returns test_finish("name") from main.
#ifndef PLEX86_MACHINE_TESTING_CHECKS_H
#define PLEX86_MACHINE_TESTING_CHECKS_H

#include "../../monitor/types.h"
#include <stdio.h>

void test_check(bool ok, const char *file, int line, const char *what);
void test_check_equal(uint64_t actual, uint64_t expected, const char *file, int line, const char *what);
#define CHECK(condition) test_check(condition, __FILE__, __LINE__, #condition)
#define CHECK_EQUAL(actual, expected) test_check_equal(actual, expected, __FILE__, __LINE__, #actual)
int test_finish(const char *name); // how many there were, and exit status 0 only if there were any and all held

#endif
