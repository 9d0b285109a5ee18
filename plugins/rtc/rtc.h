// The MC146818 real-time clock with the 128 bytes of an AT's CMOS RAM: what rtc.c and cmos.c share.
#ifndef PLEX86_PLUGINS_RTC_H
#define PLEX86_PLUGINS_RTC_H

#include "../../machine/device.h"

enum { CMOS_BYTES = 128 };
enum {
  RTC_SECONDS,
  RTC_SECONDS_ALARM,
  RTC_MINUTES,
  RTC_MINUTES_ALARM,
  RTC_HOURS,
  RTC_HOURS_ALARM,
  RTC_WEEKDAY,
  RTC_DAY,
  RTC_MONTH,
  RTC_YEAR,
  RTC_A,
  RTC_B,
  RTC_C,
  RTC_D,
  RTC_CENTURY = 0x32,
  RTC_CENTURY_PS2 = 0x37, // another name of the same byte
};

// What a BIOS finds there about the machine, from the device's options:
//   memory                       bytes; else all RAM
//   floppy_a, floppy_b           1: 360 K, 2: 1.2 M, 3: 720 K, 4: 1.44 M, 5: 2.88 M
//   boot                         a hexadecimal digit a device, the first one lowest: 1 floppy, 2 hard disk, 3 CD-ROM, 4 network
//   floppy_check                 0: boot floppies without a signature
//   diskN_cylinders, _heads, _sectors, _translation     N = 0 to 3, in the order of the IDE channels; 0 none, 1 LBA, 2 large, 3 R-ECHS
void cmos_fill(const struct device *device, uint8_t *cmos);

#endif
