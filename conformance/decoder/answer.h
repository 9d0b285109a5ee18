// One WIRE_DECODE item: what the decoder says of some bytes, in the wire's form.
#ifndef PLEX86_CONFORMANCE_DECODER_ANSWER_H
#define PLEX86_CONFORMANCE_DECODER_ANSWER_H

#include "../../monitor/sbe/decode.h"
#include "../wire/wire.h"

static inline struct wire_decode_result answer_decode_request(const struct wire_decode_request *request) {
  struct insn insn;
  unsigned available = request->available <= sizeof request->bytes ? request->available : sizeof request->bytes;
  enum decode_status status = decode(&insn, request->bytes, available, request->code32, request->model);
  struct wire_decode_result result = {
      .status = status,
      .length = insn.length,
      .prefixes = insn.prefixes,
      .map = insn.map,
      .opcode = insn.opcode,
      .has_modrm = insn.has_modrm,
      .modrm = insn.modrm,
      .operand_bytes = insn.operand_bytes,
      .address_bytes = insn.address_bytes,
      .segment = insn.segment,
      .rep = insn.rep,
      .lock = insn.lock,
      .base = insn.base,
      .index = insn.index,
      .scale = insn.scale,
      .sbe_class = insn.sbe_class,
      .immediate_bytes = insn.immediate_bytes,
      .has_memory = insn_has_memory_operand(&insn),
      .displacement = insn.displacement,
      .immediate = insn.immediate,
      .immediate2 = insn.immediate2,
  };
  const char *mnemonic = insn_mnemonic(&insn);
  for (unsigned i = 0; i + 1 < sizeof result.mnemonic && mnemonic[i]; i++) result.mnemonic[i] = mnemonic[i];
  return result;
}

#endif
