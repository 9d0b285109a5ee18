#include "calendar.h"

enum { SECONDS_PER_DAY = 86400 };

// The chip knows two digits of the year, and a leap year each fourth (Time, Calendar, and Alarm Locations). With the century at hand we do
// better for 1900 and 2100.
static unsigned days_in(const struct calendar *calendar) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = calendar->year % 4 == 0 && (calendar->year != 0 || calendar->century % 4 == 0);
  if (calendar->month == 2 && leap) return 29;
  return calendar->month >= 1 && calendar->month <= 12 ? days[calendar->month - 1] : 31;
}

static void next_day(struct calendar *calendar) {
  calendar->weekday = calendar->weekday >= 7 ? 1 : calendar->weekday + 1;
  if (++calendar->day <= days_in(calendar)) return;
  calendar->day = 1;
  if (++calendar->month <= 12) return;
  calendar->month = 1;
  if (++calendar->year <= 99) return;
  calendar->year = 0;
  calendar->century++;
}

void calendar_next_second(struct calendar *calendar) {
  if (++calendar->seconds < 60) return;
  calendar->seconds = 0;
  if (++calendar->minutes < 60) return;
  calendar->minutes = 0;
  if (++calendar->hours < 24) return;
  calendar->hours = 0;
  next_day(calendar);
}

struct calendar calendar_from_epoch(uint64_t seconds) {
  struct calendar calendar = {.weekday = 5, .day = 1, .month = 1, .year = 70, .century = 19};
  for (uint64_t days = seconds / SECONDS_PER_DAY; days > 0; days--) next_day(&calendar);
  unsigned rest = (unsigned)(seconds % SECONDS_PER_DAY);
  calendar.hours = rest / 3600;
  calendar.minutes = rest / 60 % 60;
  calendar.seconds = rest % 60;
  return calendar;
}
