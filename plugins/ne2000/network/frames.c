// Frames over the standard streams.
#include "network.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { IN_BYTES = 1 << 16, OUT_BYTES = 1 << 18, CROWDED_BYTES = 1 << 15 };

static uint8_t in[IN_BYTES], out[OUT_BYTES];
static size_t in_used, out_used;

void frame_out(const uint8_t *frame, size_t bytes) {
  size_t padded = bytes < LEAST_BYTES ? LEAST_BYTES : bytes;
  if (bytes > MOST_BYTES || out_used + LENGTH_BYTES + padded > OUT_BYTES) return;
  uint8_t *to = out + out_used;
  to[0] = (uint8_t)padded;
  to[1] = (uint8_t)(padded >> 8);
  memcpy(to + LENGTH_BYTES, frame, bytes);
  memset(to + LENGTH_BYTES + bytes, 0, padded - bytes);
  out_used += LENGTH_BYTES + padded;
}

bool frames_crowded(void) {
  return out_used > CROWDED_BYTES;
}

size_t frames_waiting(void) {
  return out_used;
}

bool frames_flush(void) {
  while (out_used) {
    ssize_t written = write(STDOUT_FILENO, out, out_used);
    if (written < 0) return errno == EAGAIN || errno == EINTR;
    out_used -= (size_t)written;
    memmove(out, out + written, out_used);
  }
  return true;
}

bool frames_read(void (*take)(const uint8_t *frame, size_t bytes)) {
  ssize_t got = read(STDIN_FILENO, in + in_used, IN_BYTES - in_used);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) return false;
  in_used += (size_t)got;
  size_t at = 0;
  while (in_used - at >= LENGTH_BYTES) {
    size_t bytes = in[at] | (size_t)in[at + 1] << 8;
    if (bytes > MOST_BYTES) return false; // the other side of the pipe has lost its place
    if (in_used - at < LENGTH_BYTES + bytes) break;
    take(in + at + LENGTH_BYTES, bytes);
    at += LENGTH_BYTES + bytes;
  }
  in_used -= at;
  memmove(in, in + at, in_used);
  return true;
}
