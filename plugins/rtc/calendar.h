// The calendar of the MC146818, in numbers: what the registers mean, whatever form they have.
#ifndef PLEX86_PLUGINS_RTC_CALENDAR_H
#define PLEX86_PLUGINS_RTC_CALENDAR_H

#include "../../monitor/types.h"

struct calendar {
  unsigned seconds, minutes, hours; // 0-23
  unsigned weekday;                 // 1: Sunday
  unsigned day, month, year;        // 1-31, 1-12, 0-99
  unsigned century;                 // kept by the BIOS, not by the chip
};

void calendar_next_second(struct calendar *calendar);
struct calendar calendar_from_epoch(uint64_t seconds); // since 1970-01-01 00:00:00

#endif
