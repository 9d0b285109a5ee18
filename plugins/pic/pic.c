// Two Intel 8259A interrupt controllers, the second's output on the first's input 2, and the edge/level registers of the 82371 (PIIX3).
// The 8259A's datasheet (231468) names everything here; a section in brackets is its.
//
// A request is the latched edge *and* the line that is still high [Edge and Level Triggered Modes]: one that has gone before the
// processor's acknowledge leaves a vector 7 without a bit in service, the spurious interrupt.
#include "pic.h"

struct chip {
  bool master;
  uint8_t lines, latched; // inputs; edges since the last acknowledge
  uint8_t in_service, mask;
  uint8_t level;   // inputs that are level-triggered: ELCR
  bool all_level;  // ICW1.LTIM
  uint8_t base;    // of the vectors: ICW2
  uint8_t cascade; // ICW3
  bool has_icw3, wants_icw4, auto_eoi, special_nested;
  uint8_t expects; // which ICW the next write to the odd port is; 0: OCW1
  uint8_t lowest;  // input of lowest priority; the next one has the highest
  bool rotate_on_auto_eoi, special_mask, poll, read_in_service;
};

struct pic {
  struct device device;
  struct chip chip[2]; // master, slave
};

enum { MASTER, SLAVE, CASCADE = 2 };
enum { ICW1 = 1 << 4, ICW1_LEVEL = 1 << 3, ICW1_SINGLE = 1 << 1, ICW1_ICW4 = 1 << 0 };
enum { ICW4_NESTED = 1 << 4, ICW4_AUTO_EOI = 1 << 1 };
enum {
  OCW3 = 1 << 3,
  OCW3_ENABLE_MASK_MODE = 1 << 6,
  OCW3_MASK_MODE = 1 << 5,
  OCW3_POLL = 1 << 2,
  OCW3_READ = 1 << 1,
  OCW3_IN_SERVICE = 1 << 0
};
enum { SPURIOUS = 7 };
// The timer, the keyboard, the cascade, the clock and the coprocessor are edges for ever (PIIX3, 2.5.7).
static const uint8_t may_be_level[2] = {0xF8, 0xDE};

static struct pic *the_pic;
static struct {
  struct device *device;
  void (*acknowledged)(struct device *);
} watchers[16];

void pic_watch(unsigned irq, struct device *device, void (*acknowledged)(struct device *)) {
  watchers[irq].device = device;
  watchers[irq].acknowledged = acknowledged;
}

bool pic_masked(unsigned irq) {
  if (!the_pic) return false;
  bool slave = irq >= 8;
  return (the_pic->chip[slave].mask >> (irq & 7) & 1) || (slave && (the_pic->chip[MASTER].mask >> CASCADE & 1));
}

static uint8_t level_inputs(const struct chip *chip) {
  return chip->all_level ? 0xFF : chip->level;
}

static uint8_t requests(const struct chip *chip) {
  uint8_t level = level_inputs(chip);
  return chip->lines & (level | chip->latched);
}

// 0 is the highest.
static unsigned priority(const struct chip *chip, unsigned input) {
  return (input - chip->lowest - 1) & 7;
}

// The input of the highest priority among `inputs`, -1: none.
static int highest(const struct chip *chip, uint8_t inputs) {
  for (unsigned i = 0; inputs && i < 8; i++) {
    unsigned input = (chip->lowest + 1 + i) & 7;
    if (inputs >> input & 1) return (int)input;
  }
  return -1;
}

// What of the inputs in service holds back others: in the special mask mode nothing that is masked [Special Mask Mode]; in the special fully
// nested mode the slave's does not hold back the slave [The Special Fully Nested Mode].
static uint8_t holding(const struct chip *chip) {
  uint8_t inputs = chip->in_service;
  if (chip->special_mask) inputs &= (uint8_t)~chip->mask;
  if (chip->special_nested && chip->master) inputs &= (uint8_t)~chip->cascade;
  return inputs;
}

// The request that the chip would put through now, -1: none. Fully nested: only what is above everything in service.
static int selected(const struct chip *chip) {
  int request = highest(chip, requests(chip) & (uint8_t)~chip->mask);
  if (request < 0) return -1;
  int served = highest(chip, holding(chip));
  return served < 0 || priority(chip, (unsigned)request) < priority(chip, (unsigned)served) ? request : -1;
}

static void input(struct chip *chip, unsigned number, bool level) {
  uint8_t bit = (uint8_t)(1 << number);
  if (level && !(chip->lines & bit)) chip->latched |= bit;
  if (!level) chip->latched &= (uint8_t)~bit;
  chip->lines = level ? chip->lines | bit : chip->lines & (uint8_t)~bit;
}

static void update(struct pic *pic) {
  input(&pic->chip[MASTER], CASCADE, selected(&pic->chip[SLAVE]) >= 0);
  intr_set(selected(&pic->chip[MASTER]) >= 0);
}

static void line(struct device *device, unsigned irq, bool level) {
  struct pic *pic = (struct pic *)device;
  // The master's input 2 is the slave's output.
  if (irq == CASCADE) return;
  input(&pic->chip[irq >= 8], irq & 7, level);
  update(pic);
}

// The request goes into service. INT falls with the acknowledge [Interrupt Sequence]; at the slave that makes the next request an edge.
static void serve(struct pic *pic, unsigned which, unsigned number) {
  struct chip *chip = &pic->chip[which];
  uint8_t bit = (uint8_t)(1 << number);
  chip->latched &= (uint8_t)~bit;
  if (which == SLAVE) input(&pic->chip[MASTER], CASCADE, false);
  if (!chip->auto_eoi)
    chip->in_service |= bit;
  else if (chip->rotate_on_auto_eoi)
    chip->lowest = (uint8_t)number;
  unsigned irq = which * 8 + number;
  if (watchers[irq].acknowledged) watchers[irq].acknowledged(watchers[irq].device);
}

static uint8_t acknowledge_chip(struct pic *pic, unsigned which) {
  struct chip *chip = &pic->chip[which];
  int request = selected(chip);
  if (request < 0) return chip->base | SPURIOUS;
  serve(pic, which, (unsigned)request);
  return chip->base | (uint8_t)request;
}

static uint8_t acknowledge(struct device *device) {
  struct pic *pic = (struct pic *)device;
  const struct chip *master = &pic->chip[MASTER];
  // The slave is selected by its number on the cascade lines where ICW3 says that the input has one [Cascade Mode].
  bool cascaded = selected(master) == CASCADE && (master->cascade >> CASCADE & 1);
  uint8_t vector = acknowledge_chip(pic, MASTER);
  if (cascaded) vector = acknowledge_chip(pic, SLAVE);
  update(pic);
  return vector;
}

// --- commands ---

static void initialise(struct chip *chip, uint8_t value) {
  chip->latched = 0; // the edge sense circuit is reset: a line that is up must fall first
  chip->in_service = chip->mask = 0;
  chip->all_level = value & ICW1_LEVEL;
  chip->has_icw3 = !(value & ICW1_SINGLE);
  chip->wants_icw4 = value & ICW1_ICW4;
  chip->auto_eoi = chip->special_nested = false; // what ICW4 would say
  chip->lowest = 7;
  chip->rotate_on_auto_eoi = chip->special_mask = chip->poll = chip->read_in_service = false;
  chip->expects = 2;
}

static void initialise_next(struct chip *chip, uint8_t value) {
  switch (chip->expects) {
  case 2:
    chip->base = value & 0xF8;
    chip->expects = chip->has_icw3 ? 3 : chip->wants_icw4 ? 4 : 0;
    break;
  case 3:
    chip->cascade = value;
    chip->expects = chip->wants_icw4 ? 4 : 0;
    break;
  default:
    chip->special_nested = value & ICW4_NESTED;
    chip->auto_eoi = value & ICW4_AUTO_EOI;
    chip->expects = 0;
  }
}

// A bit that is masked in the special mask mode is not for the non-specific EOI [End of Interrupt].
static int ended(const struct chip *chip) {
  return highest(chip, chip->special_mask ? chip->in_service & (uint8_t)~chip->mask : chip->in_service);
}

static void operation_2(struct chip *chip, uint8_t value) {
  bool rotate = value & 0x80, specific = value & 0x40, eoi = value & 0x20;
  if (!eoi && !specific) {
    chip->rotate_on_auto_eoi = rotate;
    return;
  }
  int number = specific ? value & 7 : ended(chip);
  if (number < 0) return;
  if (eoi) chip->in_service &= (uint8_t) ~(1 << number);
  if (rotate) chip->lowest = (uint8_t)number;
}

static void operation_3(struct chip *chip, uint8_t value) {
  if (value & OCW3_ENABLE_MASK_MODE) chip->special_mask = value & OCW3_MASK_MODE;
  if (value & OCW3_POLL)
    chip->poll = true; // it has precedence over a read command
  else if (value & OCW3_READ)
    chip->read_in_service = value & OCW3_IN_SERVICE;
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct pic *pic = (struct pic *)device;
  struct chip *chip = &pic->chip[port >= 0xA0];
  if (port & 1) {
    if (chip->expects)
      initialise_next(chip, (uint8_t)value);
    else
      chip->mask = (uint8_t)value;
  } else if (value & ICW1) {
    initialise(chip, (uint8_t)value);
  } else if (value & OCW3) {
    operation_3(chip, (uint8_t)value);
  } else {
    operation_2(chip, (uint8_t)value);
  }
  update(pic);
}

// The read after a poll command is an acknowledge [Poll Command].
static uint8_t poll(struct pic *pic, unsigned which) {
  struct chip *chip = &pic->chip[which];
  chip->poll = false;
  int request = selected(chip);
  if (request < 0) return 0;
  serve(pic, which, (unsigned)request);
  update(pic);
  return 0x80 | (uint8_t)request;
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct pic *pic = (struct pic *)device;
  unsigned which = port >= 0xA0;
  struct chip *chip = &pic->chip[which];
  if (chip->poll) return poll(pic, which);
  if (port & 1) return chip->mask;
  return chip->read_in_service ? chip->in_service : requests(chip);
}

static void write_level(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct pic *pic = (struct pic *)device;
  pic->chip[port & 1].level = (uint8_t)value & may_be_level[port & 1];
  update(pic);
}

static uint32_t read_level(struct device *device, uint16_t port, unsigned bytes) {
  return ((struct pic *)device)->chip[port & 1].level;
}

static void reset(struct device *device) {
  struct pic *pic = (struct pic *)device;
  for (unsigned i = 0; i < 2; i++) {
    struct chip *chip = &pic->chip[i];
    uint8_t lines = chip->lines; // belong to who drives them
    *chip = (struct chip){.master = i == MASTER, .lines = lines, .lowest = 7, .mask = 0xFF};
  }
  update(pic);
}

static void create(struct device *device) {
  the_pic = (struct pic *)device;
  claim_ports(device, 0x20, 2, WIDTH_1, read, write);
  claim_ports(device, 0xA0, 2, WIDTH_1, read, write);
  claim_ports(device, 0x4D0, 2, WIDTH_1, read_level, write_level);
  intr_listen(device, acknowledge, line);
}

const struct device_kind pic_device = {.name = "pic", .bytes = sizeof(struct pic), .create = create, .reset = reset};
DEVICE_KIND(pic);
