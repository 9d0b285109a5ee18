// The decoder as a program of its own, without a VM around it, so that it can be checked alone.
//   decode-check           struct wire_decode_request records on stdin -> struct wire_decode_result records on stdout
//   decode-check --table   every form of the opcode table, one JSON object a line
//   decode-check --reasons a JSON array by enum sbe_class: why it is native or not
//   decode-check --guard   decodes bytes that end where memory ends: dies of a read past what is available
//   decode-check --time    what one decode costs
#include "../../monitor/cpu/state.h"
#include "../../monitor/sbe/opcodes.h"
#include "answer.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static int answer_stdin(void) {
  static struct wire_decode_request requests[4096];
  static struct wire_decode_result results[4096];
  size_t count;
  while ((count = fread(requests, sizeof requests[0], 4096, stdin)) > 0) {
    for (size_t i = 0; i < count; i++) results[i] = answer_decode_request(&requests[i]);
    if (fwrite(results, sizeof results[0], count, stdout) != count) return 1;
  }
  return fflush(stdout) != 0;
}

static const char *const since_names[] = {"386", "486", "pentium", "default", "never"};

static void print_form(const char *path, const struct opcode *row, unsigned map, unsigned opcode) {
  struct insn small = {.row = row, .operand_bytes = 2, .address_bytes = 2}, big = {.row = row, .operand_bytes = 4, .address_bytes = 4};
  printf(
      "{\"form\":\"%s\",\"map\":%u,\"opcode\":%u,\"mnemonic\":\"%s\",\"mnemonic32\":\"%s\",\"class\":%u,\"since\":\"%s\",\"until486\":%s,"
      "\"memoryOnly\":%s,\"registerOnly\":%s,\"lockable\":%s,\"unit\":%u,\"note\":\"%s\"}\n",
      path, map, opcode, insn_mnemonic(&small), insn_mnemonic(&big), row->sbe_class, since_names[row->since],
      row->flags & UNTIL_486 ? "true" : "false", row->flags & MEMORY ? "true" : "false", row->flags & REGISTER ? "true" : "false",
      row->flags & LOCKABLE ? "true" : "false", row->unit, opcode_note(row));
}

static void walk(const struct opcode *row, const char *path, unsigned map, unsigned opcode) {
  static const char *const prefixes[] = {"NP", "66", "F3", "F2"};
  static const unsigned rows[] = {[ROW_BY_REG] = 8, [ROW_BY_RM] = 8, [ROW_BY_MOD] = 2, [ROW_BY_PREFIX] = 4};
  char longer[64];
  if (row->kind == ROW_FORM) {
    print_form(path, row, map, opcode);
    return;
  }
  if (row->kind == ROW_ESCAPE || row->kind == ROW_PREFIX) return;
  for (unsigned i = 0; i < rows[row->kind]; i++) {
    switch (row->kind) {
    case ROW_BY_REG: snprintf(longer, sizeof longer, "%s /%u", path, i); break;
    case ROW_BY_RM: snprintf(longer, sizeof longer, "%s rm=%u", path, i); break;
    case ROW_BY_MOD: snprintf(longer, sizeof longer, "%s %s", path, i ? "reg" : "mem"); break;
    default: snprintf(longer, sizeof longer, "%s %s", prefixes[i], path); break;
    }
    walk(&row->group[i], longer, map, opcode);
  }
}

static int print_table(void) {
  char path[16];
  for (unsigned map = 0; map < 2; map++) {
    for (unsigned opcode = 0; opcode < 256; opcode++) {
      snprintf(path, sizeof path, map ? "0F %02X" : "%02X", opcode);
      walk(&opcode_map[map][opcode], path, map, opcode);
    }
  }
  return fflush(stdout) != 0;
}

static int print_reasons(void) {
  for (unsigned i = 0; i < SBE_CLASSES; i++) printf("%c\"%s\"\n", i ? ',' : '[', sbe_class_reason(i));
  printf("]\n");
  return fflush(stdout) != 0;
}

// A stream as compilers write it: mov, push, alu, lea with SIB, jcc, call, test, movzx, ret, sse.
static const uint8_t stream[] = {0x55, 0x89, 0xE5, 0x83, 0xEC, 0x18, 0x8B, 0x45, 0x08, 0x85, 0xC0, 0x74, 0x10, 0x8D, 0x04, 0x85, 0x10,
                                 0,    0,    0,    0x0F, 0xB6, 0x00, 0xC7, 0x04, 0x24, 1,    0,    0,    0,    0xE8, 1,    2,    3,
                                 4,    0x0F, 0x84, 1,    0,    0,    0,    0xF2, 0x0F, 0x58, 0xC1, 0x66, 0x89, 0x43, 0x04, 0xC9, 0xC3};

static int print_time(void) {
  struct timespec start, end;
  unsigned long decoded = 0, bytes = 0;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
  for (int round = 0; round < 1000000; round++) {
    for (unsigned at = 0; at < sizeof stream;) {
      struct insn insn;
      if (decode(&insn, stream + at, sizeof stream - at, true, MODEL_DEFAULT) != DECODE_OK) return 1;
      at += insn.length;
      bytes += insn.length;
      decoded++;
    }
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  double ns = (end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec);
  printf("{\"decoded\":%lu,\"bytes\":%lu,\"nanosecondsEach\":%.2f}\n", decoded, bytes, ns / decoded);
  return 0;
}

// Every prefix of random windows, flush against a page that cannot be read. A shorter view may only be truncated, or say the same.
static int check_guard(void) {
  uint8_t *page = mmap(NULL, 2 * PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || mprotect(page + PAGE_BYTES, PAGE_BYTES, PROT_NONE)) return 1;
  unsigned long decoded = 0;
  uint32_t random = 86;
  for (unsigned round = 0; round < 100000; round++) {
    uint8_t window[16];
    for (unsigned i = 0; i < sizeof window; i++) {
      random = random * 1664525 + 1013904223;
      window[i] = random >> 24;
    }
    if (round & 1) window[0] = 0x0F;
    bool code32 = round & 2;
    struct insn whole, part;
    enum decode_status expected = decode(&whole, window, sizeof window, code32, MODEL_DEFAULT);
    for (unsigned available = 0; available <= sizeof window; available++, decoded++) {
      uint8_t *at = page + PAGE_BYTES - available;
      memcpy(at, window, available);
      enum decode_status status = decode(&part, at, available, code32, MODEL_DEFAULT);
      bool enough = expected == DECODE_TOO_LONG ? available >= INSN_MAX_BYTES : available >= whole.length;
      bool right = enough ? status == expected && part.length == whole.length && part.row == whole.row
                          : status == DECODE_TRUNCATED || expected == DECODE_TOO_LONG;
      if (!right || !part.row) {
        fprintf(stderr, "round %u: %u bytes available: status %u, expected %u of length %u\n", round, available, status, expected,
                whole.length);
        return 1;
      }
    }
  }
  printf("{\"decoded\":%lu}\n", decoded);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 1) return answer_stdin();
  if (argc == 2 && !strcmp(argv[1], "--table")) return print_table();
  if (argc == 2 && !strcmp(argv[1], "--reasons")) return print_reasons();
  if (argc == 2 && !strcmp(argv[1], "--guard")) return check_guard();
  if (argc == 2 && !strcmp(argv[1], "--time")) return print_time();
  fprintf(stderr, "usage: decode-check [--table | --reasons | --guard | --time]\n");
  return 2;
}
