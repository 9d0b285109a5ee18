// The MC146818 at ports 70h and 71h (datasheet ADI-856-R2). Time is in its registers and nowhere else; they are brought up to date, second by
// second, whenever somebody looks or an interrupt of theirs is due. A periodic interrupt that is not acknowledged by reading register C in
// time melts with the next, as in the chip.
#include "rtc.h"
#include "calendar.h"

enum { IRQ = 8, NO_NMI = 0x80 };
enum { A_UPDATING = 0x80, A_DIVIDER_RESET = 0x60, A_RATE = 0x0F, A_INITIAL = 0x26 };
enum { B_SET = 0x80, B_PERIODIC = 0x40, B_ALARM = 0x20, B_UPDATE = 0x10, B_SQUARE_WAVE = 8, B_BINARY = 4, B_24_HOURS = 2 };
enum { C_INTERRUPT = 0x80, C_PERIODIC = 0x40, C_ALARM = 0x20, C_UPDATE = 0x10 };
enum { D_VALID = 0x80, PM = 0x80, ANY = 0xC0 };
#define SECOND_NS 1000000000ull
enum { DIVIDER_HZ = 32768, UPDATE_NS = (244 + 1984) * 1000 }; // from the rise of UIP to the end of the update (Update Cycle)

struct rtc {
  struct device device;
  uint8_t index, cmos[CMOS_BYTES];
  uint64_t next_update; // ~0: the divider is held in reset
  uint64_t divider_start;
  uint64_t periods; // that have passed since then
  struct timer second, periodic;
};

static bool divider_runs(const struct rtc *rtc) {
  return (rtc->cmos[RTC_A] & A_DIVIDER_RESET) != A_DIVIDER_RESET;
}

// --- the registers' forms: register B, DM and 24/12 ---

static unsigned from_register(const struct rtc *rtc, uint8_t value) {
  return rtc->cmos[RTC_B] & B_BINARY ? value : (value >> 4) * 10u + (value & 15);
}

static uint8_t to_register(const struct rtc *rtc, unsigned value) {
  return (uint8_t)(rtc->cmos[RTC_B] & B_BINARY ? value : value / 10 % 10 << 4 | value % 10);
}

static unsigned hours(const struct rtc *rtc) {
  uint8_t value = rtc->cmos[RTC_HOURS];
  if (rtc->cmos[RTC_B] & B_24_HOURS) return from_register(rtc, value);
  return from_register(rtc, value & ~PM) % 12 + (value & PM ? 12 : 0);
}

static uint8_t hours_register(const struct rtc *rtc, unsigned value) {
  if (rtc->cmos[RTC_B] & B_24_HOURS) return to_register(rtc, value);
  return to_register(rtc, value % 12 ? value % 12 : 12) | (value >= 12 ? PM : 0);
}

static struct calendar get_calendar(const struct rtc *rtc) {
  return (struct calendar){
      .seconds = from_register(rtc, rtc->cmos[RTC_SECONDS]),
      .minutes = from_register(rtc, rtc->cmos[RTC_MINUTES]),
      .hours = hours(rtc),
      .weekday = from_register(rtc, rtc->cmos[RTC_WEEKDAY]),
      .day = from_register(rtc, rtc->cmos[RTC_DAY]),
      .month = from_register(rtc, rtc->cmos[RTC_MONTH]),
      .year = from_register(rtc, rtc->cmos[RTC_YEAR]),
      .century = from_register(rtc, rtc->cmos[RTC_CENTURY]),
  };
}

static void set_calendar(struct rtc *rtc, const struct calendar *calendar) {
  rtc->cmos[RTC_SECONDS] = to_register(rtc, calendar->seconds);
  rtc->cmos[RTC_MINUTES] = to_register(rtc, calendar->minutes);
  rtc->cmos[RTC_HOURS] = hours_register(rtc, calendar->hours);
  rtc->cmos[RTC_WEEKDAY] = to_register(rtc, calendar->weekday);
  rtc->cmos[RTC_DAY] = to_register(rtc, calendar->day);
  rtc->cmos[RTC_MONTH] = to_register(rtc, calendar->month);
  rtc->cmos[RTC_YEAR] = to_register(rtc, calendar->year);
  rtc->cmos[RTC_CENTURY] = to_register(rtc, calendar->century);
}

// --- the divider chain ---

static uint64_t divider_clocks(const struct rtc *rtc, uint64_t ns) {
  uint64_t passed = ns - rtc->divider_start;
  return passed / SECOND_NS * DIVIDER_HZ + passed % SECOND_NS * DIVIDER_HZ / SECOND_NS;
}

// In clocks of the divider; 0: none (Periodic Interrupt Rate).
static uint32_t period(const struct rtc *rtc) {
  unsigned rate = rtc->cmos[RTC_A] & A_RATE;
  if (rate == 0 || !divider_runs(rtc)) return 0;
  return 1u << (rate <= 2 ? rate + 6 : rate - 1);
}

static uint64_t periods_at(const struct rtc *rtc, uint64_t ns) {
  return period(rtc) ? divider_clocks(rtc, ns) / period(rtc) : 0;
}

static bool alarm_matches(const struct rtc *rtc) {
  for (unsigned i = RTC_SECONDS; i <= RTC_HOURS; i += 2) {
    uint8_t alarm = rtc->cmos[i + 1];
    if ((alarm & ANY) != ANY && alarm != rtc->cmos[i]) return false;
  }
  return true;
}

static void update(struct rtc *rtc) {
  if (rtc->cmos[RTC_B] & B_SET) return;
  struct calendar calendar = get_calendar(rtc);
  calendar_next_second(&calendar);
  set_calendar(rtc, &calendar);
  rtc->cmos[RTC_C] |= C_UPDATE;
  if (alarm_matches(rtc)) rtc->cmos[RTC_C] |= C_ALARM;
}

static void catch_up(struct rtc *rtc) {
  uint64_t now = guest_ns();
  while (rtc->next_update <= now) {
    update(rtc);
    rtc->next_update += SECOND_NS;
  }
  uint64_t periods = periods_at(rtc, now);
  if (periods > rtc->periods) rtc->cmos[RTC_C] |= C_PERIODIC;
  rtc->periods = periods;
}

// The flags of register C against the enables of B: the same bits. Timers only for what would still raise the line.
static void set_interrupt(struct rtc *rtc) {
  uint8_t enabled = rtc->cmos[RTC_B] & (B_PERIODIC | B_ALARM | B_UPDATE), *flags = &rtc->cmos[RTC_C];
  if (*flags & enabled) *flags |= C_INTERRUPT;
  bool raised = *flags & C_INTERRUPT;
  irq_set(IRQ, raised);
  if (!raised && (enabled & (B_ALARM | B_UPDATE)) && divider_runs(rtc))
    timer_set(&rtc->second, rtc->next_update);
  else
    timer_stop(&rtc->second);
  if (!raised && (enabled & B_PERIODIC) && period(rtc)) {
    uint64_t clocks = (rtc->periods + 1) * period(rtc);
    uint64_t part = clocks % DIVIDER_HZ * SECOND_NS;
    timer_set(&rtc->periodic, rtc->divider_start + clocks / DIVIDER_HZ * SECOND_NS + (part + DIVIDER_HZ - 1) / DIVIDER_HZ);
  } else {
    timer_stop(&rtc->periodic);
  }
}

static void due(struct device *device, uint64_t at) {
  struct rtc *rtc = (struct rtc *)device;
  catch_up(rtc);
  set_interrupt(rtc);
}

// --- registers ---

static void write_a(struct rtc *rtc, uint8_t value) {
  bool ran = divider_runs(rtc);
  rtc->cmos[RTC_A] = value & ~A_UPDATING;
  if (ran && !divider_runs(rtc)) rtc->next_update = ~0ull;
  if (!ran && divider_runs(rtc)) {
    // The first update half a second after the divider is let go (Divider Control).
    rtc->divider_start = guest_ns();
    rtc->next_update = rtc->divider_start + SECOND_NS / 2;
  }
  rtc->periods = periods_at(rtc, guest_ns());
}

static void write_b(struct rtc *rtc, uint8_t value) {
  if (value & B_SET) value &= (uint8_t)~B_UPDATE;
  // A change of the form takes the registers with it, as guests know it from other machines; the datasheet has them written anew.
  struct calendar calendar = get_calendar(rtc);
  bool other_form = (rtc->cmos[RTC_B] ^ value) & (B_BINARY | B_24_HOURS);
  rtc->cmos[RTC_B] = value;
  if (other_form && !(value & B_SET)) set_calendar(rtc, &calendar);
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct rtc *rtc = (struct rtc *)device;
  if (port == 0x70) {
    rtc->index = value & ~NO_NMI; // nothing in this machine raises an NMI that bit 7 could hold back
    return;
  }
  catch_up(rtc);
  switch (rtc->index) {
  case RTC_A: write_a(rtc, (uint8_t)value); break;
  case RTC_B: write_b(rtc, (uint8_t)value); break;
  case RTC_C:
  case RTC_D: break; // read only
  case RTC_CENTURY_PS2: rtc->cmos[RTC_CENTURY] = (uint8_t)value; break;
  default: rtc->cmos[rtc->index] = (uint8_t)value;
  }
  set_interrupt(rtc);
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct rtc *rtc = (struct rtc *)device;
  if (port == 0x70) return 0xFF; // write only
  catch_up(rtc);
  uint8_t value = rtc->cmos[rtc->index == RTC_CENTURY_PS2 ? RTC_CENTURY : rtc->index];
  if (rtc->index == RTC_A) {
    bool updating = !(rtc->cmos[RTC_B] & B_SET) && divider_runs(rtc) && rtc->next_update - guest_ns() <= UPDATE_NS;
    if (updating) value |= A_UPDATING;
  }
  if (rtc->index == RTC_C) {
    set_interrupt(rtc); // what came before this read is seen by it
    value = rtc->cmos[RTC_C];
    rtc->cmos[RTC_C] = 0;
  }
  set_interrupt(rtc);
  return value;
}

// RESET#: the enables and the flags. The time and the RAM have a battery.
static void reset(struct device *device) {
  struct rtc *rtc = (struct rtc *)device;
  catch_up(rtc);
  rtc->index = 0;
  rtc->cmos[RTC_B] &= (uint8_t) ~(B_PERIODIC | B_ALARM | B_UPDATE | B_SQUARE_WAVE);
  rtc->cmos[RTC_C] = 0;
  set_interrupt(rtc);
}

static void create(struct device *device) {
  struct rtc *rtc = (struct rtc *)device;
  claim_ports(device, 0x70, 2, WIDTH_1, read, write);
  timer_init(&rtc->second, device, due);
  timer_init(&rtc->periodic, device, due);
  rtc->cmos[RTC_A] = A_INITIAL;
  rtc->cmos[RTC_B] = B_24_HOURS;
  rtc->cmos[RTC_D] = D_VALID;
  // `epoch`: the date at power-on, in seconds since 1970, of the guest's own zone.
  struct calendar calendar = calendar_from_epoch(option_number(device, "epoch", 0));
  set_calendar(rtc, &calendar);
  rtc->next_update = SECOND_NS - option_number(device, "epoch_ms", 0) % 1000 * 1000000; // after power-on
  cmos_fill(device, rtc->cmos);
}

const struct device_kind rtc_device = {.name = "rtc", .bytes = sizeof(struct rtc), .create = create, .reset = reset};
DEVICE_KIND(rtc);
