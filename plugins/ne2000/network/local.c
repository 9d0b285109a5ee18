// What gets past here reaches libslirp: whole packets of IPv4, and ARP. While there is no outside, to the gateway and nobody else: whoever
// tries gets an answer that says so (RFC 792: destination unreachable), and questions to the name server are answered here.
#include "network.h"
#include <string.h>

enum {
  IP_BYTES = 20, // of a header without options
  UDP_BYTES = 8,
  ICMP_BYTES = 8,
  QUOTED_BYTES = 8, // of what the packet carried
  UNREACHABLE = 3,
  PROHIBITED = 9, // code: communication with the network is administratively prohibited (RFC 1122, 3.2.2.1)
  PORT_DNS = 53,
  LIFETIME = 64,
  FRAGMENT = 0x3FFF, // more fragments, or not the first
};
#define EVERYBODY 0xFFFFFFFFu

static uint32_t sum(const uint8_t *bytes, size_t count, uint32_t start) {
  for (size_t i = 0; i < count; i++) start += i & 1 ? bytes[i] : (uint32_t)bytes[i] << 8;
  return start;
}
static uint16_t checksum(uint32_t sum) {
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  return (uint16_t)~sum;
}

// The headers of an answer to `frame`, which carries `bytes` and comes from the address that the guest meant or the gateway's.
static void answer_headers(uint8_t *to, const uint8_t *frame, uint32_t from, uint8_t protocol, size_t bytes) {
  memset(to, 0, HEADER_BYTES + IP_BYTES);
  memcpy(to, frame + ADDRESS_BYTES, ADDRESS_BYTES);
  memcpy(to + ADDRESS_BYTES, frame, ADDRESS_BYTES);
  put16(to + 12, TYPE_IPV4);
  uint8_t *ip = to + HEADER_BYTES;
  ip[0] = 0x45;
  put16(ip + 2, (uint32_t)(IP_BYTES + bytes));
  ip[8] = LIFETIME;
  ip[9] = protocol;
  put32(ip + 12, from);
  memcpy(ip + 16, frame + HEADER_BYTES + 12, 4);
  put16(ip + 10, checksum(sum(ip, IP_BYTES, 0)));
}

static void refuse(const uint8_t *frame, const uint8_t *ip, size_t header, size_t total) {
  uint8_t answer[HEADER_BYTES + IP_BYTES + ICMP_BYTES + 60 + QUOTED_BYTES] = {0};
  // Never about an ICMP message that is an error itself, or about a packet to a group (RFC 1122, 3.2.2).
  if (ip[16] >= 224 || frame[0] & 1) return;
  if (ip[9] == PROTOCOL_ICMP && (total <= header || (ip[header] != 8 && ip[header] != 13))) return;
  size_t quoted = total < header + QUOTED_BYTES ? total : header + QUOTED_BYTES;
  uint8_t *icmp = answer + HEADER_BYTES + IP_BYTES;
  icmp[0] = UNREACHABLE;
  icmp[1] = PROHIBITED;
  memcpy(icmp + ICMP_BYTES, ip, quoted);
  put16(icmp + 2, checksum(sum(icmp, ICMP_BYTES + quoted, 0)));
  answer_headers(answer, frame, GATEWAY, PROTOCOL_ICMP, ICMP_BYTES + quoted);
  frame_out(answer, HEADER_BYTES + IP_BYTES + ICMP_BYTES + quoted);
}

static void ask_name(const uint8_t *frame, const uint8_t *ip, size_t header, size_t total) {
  uint8_t answer[MOST_BYTES];
  const uint8_t *udp = ip + header;
  size_t bytes = get16(udp + 4);
  if (bytes < UDP_BYTES || bytes > total - header) return;
  uint8_t *to = answer + HEADER_BYTES + IP_BYTES, *message = to + UDP_BYTES;
  size_t room = sizeof answer - (size_t)(message - answer);
  if (bytes - UDP_BYTES > room) return;
  memcpy(message, udp + UDP_BYTES, bytes - UDP_BYTES);
  size_t length = name_answer(message, bytes - UDP_BYTES, room);
  if (!length) return;
  memcpy(to, udp + 2, 2);
  memcpy(to + 2, udp, 2);
  put16(to + 4, (uint32_t)(UDP_BYTES + length));
  put16(to + 6, 0);
  answer_headers(answer, frame, NAMESERVER, PROTOCOL_UDP, UDP_BYTES + length);
  uint32_t pseudo = sum(answer + HEADER_BYTES + 12, 8, PROTOCOL_UDP + (uint32_t)(UDP_BYTES + length));
  uint16_t check = checksum(sum(to, UDP_BYTES + length, pseudo));
  put16(to + 6, check ? check : 0xFFFF);
  frame_out(answer, HEADER_BYTES + IP_BYTES + UDP_BYTES + length);
}

enum verdict local_judge(const uint8_t *frame, size_t bytes, bool outside) {
  if (bytes < HEADER_BYTES) return VERDICT_DONE;
  uint16_t type = get16(frame + 12);
  if (type == TYPE_ARP) return VERDICT_PASS;
  if (type != TYPE_IPV4 || bytes < HEADER_BYTES + IP_BYTES) return VERDICT_DONE;
  const uint8_t *ip = frame + HEADER_BYTES;
  size_t header = (size_t)(ip[0] & 15) * 4, total = get16(ip + 2);
  if (ip[0] >> 4 != 4 || header < IP_BYTES || total < header || total > bytes - HEADER_BYTES) return VERDICT_DONE;
  // libslirp 4.7 follows a wild pointer when it puts certain overlapping fragments together (ip_reass), so it gets none.
  if (get16(ip + 6) & FRAGMENT) return VERDICT_DONE;
  uint32_t to = get32(ip + 16);
  if (outside || to == GATEWAY || to == EVERYBODY) return VERDICT_PASS;
  if (to == NAMESERVER && ip[9] == PROTOCOL_UDP && total >= header + UDP_BYTES && get16(ip + header + 2) == PORT_DNS)
    ask_name(frame, ip, header, total);
  else if (to == NAMESERVER && ip[9] == PROTOCOL_ICMP)
    return VERDICT_PASS; // it answers to ping, from inside
  else
    refuse(frame, ip, header, total);
  return VERDICT_DONE;
}
