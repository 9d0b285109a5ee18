// DMA, for the devices that ask for it: what the 8237A does with a request (DREQ) of theirs.
#ifndef PLEX86_PLUGINS_DMA_H
#define PLEX86_PLUGINS_DMA_H

#include "../../machine/device.h"

enum dma_direction {
  DMA_VERIFY, // addresses and counts, but no bytes
  DMA_WRITE,  // device to memory
  DMA_READ,   // memory to device
  DMA_ILLEGAL,
};

// Whether a request on the channel (0-3 bytes, 5-7 words) would be served now: unmasked here and at the cascade, controller enabled.
bool dma_ready(unsigned channel);
// As the channel's mode register says.
enum dma_direction dma_direction(unsigned channel);
// Moves up to `count` bytes between `bytes` and memory, in the channel's direction, at its address, and stops at terminal count, of which
// `*terminal_count` tells (it may be null). Returns how many bytes were transferred: 0 where the channel is not ready. On channels 5 to 7
// whole words only. In a verify `bytes` is not looked at and may be null.
uint32_t dma_transfer(unsigned channel, uint8_t *bytes, uint32_t count, bool *terminal_count);
// `ready` is called when dma_ready() of the channel becomes true: the guest has unmasked it. One listener a channel.
void dma_listen(unsigned channel, struct device *device, void (*ready)(struct device *device));

#endif
