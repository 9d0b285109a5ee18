#include "../../machine/testing/test_machine.h"
#include "calendar.h"
#include "rtc.h"

extern const struct device_kind rtc_device;
enum { MS = 1000000 };
#define SECOND 1000000000ull

static uint8_t get(unsigned index) {
  out8(0x70, (uint8_t)index);
  return in8(0x71);
}

static void put(unsigned index, uint8_t value) {
  out8(0x70, (uint8_t)index);
  out8(0x71, value);
}

static void start(const char *options) {
  test_clear();
  test_device(&rtc_device, options);
}

// hhmmss in the registers' form
static uint32_t time_of_day(void) {
  return (uint32_t)(get(RTC_HOURS) << 16 | get(RTC_MINUTES) << 8 | get(RTC_SECONDS));
}

static uint32_t date(void) {
  return (uint32_t)get(RTC_CENTURY) << 24 | (uint32_t)(get(RTC_YEAR) << 16 | get(RTC_MONTH) << 8 | get(RTC_DAY));
}

static void dates(void) {
  start("epoch=951782399"); // 2000-02-28 23:59:59, a Monday
  CHECK_EQUAL(date(), 0x20000228);
  CHECK_EQUAL(time_of_day(), 0x235959);
  CHECK_EQUAL(get(RTC_WEEKDAY), 2);
  test_advance(SECOND);
  CHECK_EQUAL(date(), 0x20000229);
  CHECK_EQUAL(time_of_day(), 0);
  test_advance(86400 * SECOND);
  CHECK_EQUAL(date(), 0x20000301);
  CHECK_EQUAL(get(RTC_WEEKDAY), 4);
  start("epoch=946684799");
  CHECK_EQUAL(date(), 0x19991231);
  test_advance(SECOND);
  CHECK_EQUAL(date(), 0x20000101);
  CHECK_EQUAL(get(RTC_CENTURY_PS2), 0x20);
  struct calendar later = calendar_from_epoch(4107542400); // 2100-03-01: no leap year
  CHECK(later.century == 21 && later.year == 0 && later.month == 3 && later.day == 1 && later.weekday == 2);
}

static void forms(void) {
  start("epoch=47111"); // 13:05:11
  CHECK_EQUAL(time_of_day(), 0x130511);
  put(RTC_B, 0x06);
  CHECK_EQUAL(time_of_day(), 13 << 16 | 5 << 8 | 11);
  put(RTC_B, 0x00);
  CHECK_EQUAL(time_of_day(), 0x810511);
  test_advance(11 * 3600 * SECOND);
  CHECK_EQUAL(time_of_day(), 0x120511); // five past midnight
  put(RTC_B, 0x04);
  CHECK_EQUAL(get(RTC_HOURS), 12);
  test_advance(12 * 3600 * SECOND);
  CHECK_EQUAL(get(RTC_HOURS), 0x8C);
}

static void setting(void) {
  start("epoch=0");
  put(RTC_B, 0x92); // SET takes UIE with it
  CHECK_EQUAL(get(RTC_B), 0x82);
  put(RTC_HOURS, 0x17), put(RTC_MINUTES, 0x42), put(RTC_SECONDS, 0x58);
  test_advance(5 * SECOND);
  CHECK_EQUAL(time_of_day(), 0x174258);
  CHECK_EQUAL(get(RTC_C), 0x40); // the periodic flag alone
  put(RTC_B, 0x02);
  test_advance(3 * SECOND);
  CHECK_EQUAL(time_of_day(), 0x174301);
  // The divider in reset: time stands, and goes on half a second after it was let go.
  put(RTC_A, 0x76);
  test_advance(10 * SECOND);
  CHECK_EQUAL(time_of_day(), 0x174301);
  put(RTC_A, 0x26);
  test_advance(SECOND / 2 - 1);
  CHECK_EQUAL(time_of_day(), 0x174301);
  test_advance(1);
  CHECK_EQUAL(time_of_day(), 0x174302);
  // Not written: C, D, UIP.
  put(RTC_A, 0xA6), put(RTC_C, 0xFF), put(RTC_D, 0);
  CHECK_EQUAL(get(RTC_A), 0x26);
  CHECK_EQUAL(get(RTC_D), 0x80);
  out8(0x70, 0x8F); // with NMI disabled
  out8(0x71, 0x5A);
  CHECK_EQUAL(get(0x0F), 0x5A);
  CHECK_EQUAL(in8(0x70), 0xFF);
}

static void update_in_progress(void) {
  start("epoch=0");
  CHECK_EQUAL(get(RTC_A), 0x26);
  test_advance(SECOND - 2228000 - 1);
  CHECK_EQUAL(get(RTC_A), 0x26);
  test_advance(1);
  CHECK_EQUAL(get(RTC_A), 0xA6);
  test_advance(2227999);
  CHECK_EQUAL(get(RTC_A), 0xA6);
  CHECK_EQUAL(time_of_day(), 0);
  test_advance(1);
  CHECK_EQUAL(get(RTC_A), 0x26);
  CHECK_EQUAL(time_of_day(), 1);
}

static void interrupts(void) {
  start("epoch=0");
  get(RTC_C);
  CHECK_EQUAL(test_next_timer(), ~0ull); // nobody waits: nothing to do
  test_advance(10 * SECOND);
  CHECK_EQUAL(get(RTC_C), 0x50); // flags without an interrupt
  put(RTC_B, 0x12);
  test_advance(SECOND - 1);
  CHECK(!test_seen.irq[8].level);
  test_advance(1);
  CHECK(test_seen.irq[8].level);
  test_advance(5 * SECOND);
  CHECK_EQUAL(test_seen.irq[8].rises, 1); // not acknowledged
  CHECK_EQUAL(get(RTC_C), 0xD0);
  CHECK(!test_seen.irq[8].level);
  CHECK_EQUAL(get(RTC_C), 0);
  // Alarm: at 30 seconds of any minute.
  put(RTC_B, 0x22);
  put(RTC_SECONDS_ALARM, 0x30), put(RTC_MINUTES_ALARM, 0xFF), put(RTC_HOURS_ALARM, 0xC0);
  put(RTC_SECONDS, 0x28);
  test_advance(SECOND);
  CHECK(!test_seen.irq[8].level);
  test_advance(SECOND);
  CHECK(test_seen.irq[8].level);
  CHECK_EQUAL(get(RTC_C) & 0xB0, 0xB0);
  test_advance(60 * SECOND);
  CHECK_EQUAL(get(RTC_C) & 0xA0, 0xA0);
  // An enable finds a flag that is set already.
  put(RTC_B, 0x02);
  test_advance(SECOND);
  put(RTC_B, 0x12);
  CHECK(test_seen.irq[8].level);
  test_reset_all();
  CHECK(!test_seen.irq[8].level);
  CHECK_EQUAL(get(RTC_B), 0x02);
  CHECK_EQUAL(get(RTC_C), 0);
}

static void periodic(void) {
  static const struct {
    uint8_t rate;
    uint32_t hz;
  } rates[] = {{1, 256}, {2, 128}, {3, 8192}, {6, 1024}, {15, 2}};
  for (unsigned i = 0; i < ARRAY_LENGTH(rates); i++) {
    start("epoch=0");
    put(RTC_A, 0x20 | rates[i].rate);
    get(RTC_C);
    put(RTC_B, 0x42);
    unsigned came = 0;
    while (test_next_timer() <= 3 * SECOND) {
      test_advance(test_next_timer() - guest_ns());
      CHECK_EQUAL(get(RTC_C) & 0xC0, 0xC0);
      came++;
    }
    CHECK_EQUAL(came, 3 * rates[i].hz);
    CHECK_EQUAL(test_seen.irq[8].rises, came);
  }
  put(RTC_A, 0x20); // no rate
  get(RTC_C);
  CHECK_EQUAL(test_next_timer(), ~0ull);
}

static void contents(void) {
  start("memory=0x2000000\nfloppy_a=4\nfloppy_b=2\nboot=0x12\nfloppy_check=0\n"
        "disk0_cylinders=306\ndisk0_heads=4\ndisk0_sectors=17\ndisk2_translation=1\n");
  CHECK_EQUAL(get(0x10), 0x42);
  CHECK_EQUAL(get(0x14), 0x47);
  CHECK_EQUAL(get(0x15) | get(0x16) << 8, 640);
  CHECK_EQUAL(get(0x17) | get(0x18) << 8, 31 * 1024);
  CHECK_EQUAL(get(0x30) | get(0x31) << 8, 31 * 1024);
  CHECK_EQUAL(get(0x34) | get(0x35) << 8, 256);
  CHECK_EQUAL(get(0x3D), 0x12);
  CHECK_EQUAL(get(0x38), 0x01);
  CHECK_EQUAL(get(0x12), 0xF0);
  CHECK_EQUAL(get(0x19), 47);
  CHECK_EQUAL(get(0x1B) | get(0x1C) << 8, 306);
  CHECK_EQUAL(get(0x1D), 4);
  CHECK_EQUAL(get(0x23), 17);
  CHECK_EQUAL(get(0x39), 0x10);
  unsigned sum = 0;
  for (unsigned i = 0x10; i < 0x2E; i++) sum += get(i);
  CHECK_EQUAL(get(0x2E) << 8 | get(0x2F), sum);
  start(NULL); // all of the test machine's RAM
  CHECK_EQUAL(get(0x17) | get(0x18) << 8, 1024);
  CHECK_EQUAL(get(0x3D), 0x31);
  CHECK_EQUAL(get(0x38), 0x20);
  put(0x40, 0x77);
  test_reset_all();
  CHECK_EQUAL(get(0x40), 0x77);
}

int main(void) {
  dates();
  forms();
  setting();
  update_in_progress();
  interrupts();
  periodic();
  contents();
  return test_finish("rtc");
}
