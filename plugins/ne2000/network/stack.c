// libslirp, and the loop around it.
#include "network.h"
#include <errno.h>
#include <poll.h>
#include <slirp/libslirp.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_POLLED = 4096, TURN_MS = 1000, OWN_POLLED = 2 };

static Slirp *slirp;
static bool has_outside;
static struct pollfd polled[MOST_POLLED];
static int polled_count;

// --- the world of libslirp ---

static ssize_t send_packet(const void *frame, size_t bytes, void *opaque) {
  (void)opaque;
  frame_out(frame, bytes);
  return (ssize_t)bytes;
}

static void guest_error(const char *message, void *opaque) {
  (void)message, (void)opaque; // the guest's own affair
}

static int64_t clock_get_ns(void *opaque) {
  (void)opaque;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct timer {
  SlirpTimerCb fire;
  void *opaque;
  int64_t at_ms; // -1: not set
  struct timer *next;
};
static struct timer *timers;

static void *timer_new(SlirpTimerCb fire, void *opaque, void *ours) {
  (void)ours;
  struct timer *timer = calloc(1, sizeof *timer);
  if (!timer) abort();
  *timer = (struct timer){fire, opaque, -1, timers};
  return timers = timer;
}
static void timer_free(void *wanted, void *ours) {
  (void)ours;
  for (struct timer **link = &timers; *link; link = &(*link)->next)
    if (*link == wanted) {
      *link = (*link)->next;
      free(wanted);
      return;
    }
}
static void timer_mod(void *timer, int64_t at_ms, void *ours) {
  (void)ours;
  ((struct timer *)timer)->at_ms = at_ms;
}
static void fire_timers(void) {
  int64_t now = clock_get_ns(NULL) / 1000000;
  for (struct timer *timer = timers; timer; timer = timer->next)
    if (timer->at_ms >= 0 && timer->at_ms <= now) {
      timer->at_ms = -1;
      timer->fire(timer->opaque);
    }
}
static uint32_t until_timer(uint32_t wait) {
  int64_t now = clock_get_ns(NULL) / 1000000;
  for (const struct timer *timer = timers; timer; timer = timer->next)
    if (timer->at_ms >= 0 && timer->at_ms - now < wait) wait = timer->at_ms > now ? (uint32_t)(timer->at_ms - now) : 0;
  return wait;
}

static void nothing(int descriptor, void *opaque) {
  (void)descriptor, (void)opaque;
}
static void notify(void *opaque) {
  (void)opaque; // we are the thread that would be woken
}

static const SlirpCb callbacks = {
    .send_packet = send_packet,
    .guest_error = guest_error,
    .clock_get_ns = clock_get_ns,
    .timer_new = timer_new,
    .timer_free = timer_free,
    .timer_mod = timer_mod,
    .register_poll_fd = nothing,
    .unregister_poll_fd = nothing,
    .notify = notify,
};

void stack_create(void) {
  SlirpConfig config = {
      .version = 3,
      .in_enabled = true,
      .vnetwork.s_addr = htonl(NETWORK),
      .vnetmask.s_addr = htonl(NETWORK_MASK),
      .vhost.s_addr = htonl(GATEWAY),
      .vdhcp_start.s_addr = htonl(GUEST),
      .vnameserver.s_addr = htonl(NAMESERVER),
      .vhostname = "plex86",
  };
  slirp = slirp_new(&config, &callbacks, NULL);
}

bool stack_forward(bool udp, uint16_t host_port, uint16_t guest_port) {
  struct in_addr loopback = {htonl(INADDR_LOOPBACK)}, guest = {htonl(GUEST)};
  return slirp_add_hostfwd(slirp, udp, loopback, host_port, guest, guest_port) == 0;
}

// --- the loop ---

static int add_poll(int descriptor, int events, void *opaque) {
  (void)opaque;
  if (polled_count == MOST_POLLED) return -1;
  short wanted = 0;
  if (events & SLIRP_POLL_IN) wanted |= POLLIN;
  if (events & SLIRP_POLL_OUT) wanted |= POLLOUT;
  if (events & SLIRP_POLL_PRI) wanted |= POLLPRI;
  polled[polled_count] = (struct pollfd){descriptor, wanted, 0};
  return polled_count++;
}

static int get_events(int index, void *opaque) {
  (void)opaque;
  if (index < 0) return 0; // there was no room for it
  short seen = polled[index].revents;
  int events = 0;
  if (seen & POLLIN) events |= SLIRP_POLL_IN;
  if (seen & POLLOUT) events |= SLIRP_POLL_OUT;
  if (seen & POLLPRI) events |= SLIRP_POLL_PRI;
  if (seen & POLLERR) events |= SLIRP_POLL_ERR;
  if (seen & POLLHUP) events |= SLIRP_POLL_HUP;
  return events;
}

static void take(const uint8_t *frame, size_t bytes) {
  if (local_judge(frame, bytes, has_outside) == VERDICT_PASS) slirp_input(slirp, frame, (int)bytes);
}

// A guest that does not keep up with what is sent to it is given nothing new: the hosts at the other ends of its connections wait.
void stack_run(bool outside) {
  has_outside = outside;
  for (;;) {
    uint32_t wait = TURN_MS;
    bool crowded = frames_crowded();
    polled[0] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
    polled[1] = (struct pollfd){frames_waiting() ? STDOUT_FILENO : -1, POLLOUT, 0};
    polled_count = OWN_POLLED;
    if (!crowded) slirp_pollfds_fill(slirp, &wait, add_poll, NULL);
    int ready = poll(polled, (nfds_t)polled_count, (int)until_timer(wait));
    if (ready < 0 && errno != EINTR) return;
    if (ready > 0 && polled[0].revents && !frames_read(take)) return;
    if (!crowded) slirp_pollfds_poll(slirp, ready < 0, get_events, NULL);
    fire_timers();
    if (!frames_flush()) return;
  }
}
