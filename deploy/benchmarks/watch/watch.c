/*
 * Thousands of watchers of one event in one process: WebSockets from many loopback addresses, each with a map of its own
 * that it keeps up to date as the page does. Driven by lines on standard input, answers each with a line of JSON:
 *
 *   connect        opens all of them, at most --at-once at a time; ends when each has its snapshot
 *   measure        counts from here on
 *   report         what was counted: delivery times, frames, bytes
 *   check <file>   compares every map with the file, one digit a seat
 *   lose           begins to wait for connections to be lost and come back
 *   back           how many have come back and how long it took; ends when all have
 *   quit
 *
 * A delivery time runs from the moment the seat log (Redis) told the change, heard by a thread of its own in this
 * process, to the moment a watcher has read the frame: one clock. Every change counts once for every watcher.
 * Connections that end come back by themselves, later each time, at random, and resume from their position. Only to
 * 127.0.0.0/8; ends by itself after --max-seconds, and with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "histogram.h"

#define MAX_PORTS 8
#define MAX_FRAME (256 * 1024)
#define MAX_CHANGES 65536
#define VERSIONS (1 << 20)
#define ADDRESSES 200
#define MAX_EVENTS 512

enum state { IDLE, CONNECTING, UPGRADING, OPEN, WAITING };

typedef struct {
    int fd;
    enum state state;
    bool ready;
    unsigned failures;
    uint64_t due_ns;
    uint64_t began_ns;
    long epoch;
    long version;
    uint8_t *seats;
    char *rest;
    size_t rest_length;
} watcher;

static struct {
    int ports[MAX_PORTS];
    int port_count;
    const char *path;
    const char *event;
    int sockets;
    int seats;
    int redis_port;
    const char *redis_password;
    int at_once;
    int max_seconds;
    unsigned seed;
} options = {.at_once = 1000, .max_seconds = 600, .seed = 1};

/* When the seat log told each version of the event's epoch. */
static _Atomic uint64_t told_ns[VERSIONS];
static _Atomic long told_epoch;

static watcher *watchers;
static int epoll_fd;
static int opening;
static int next_to_open;
static bool wanted;
static char command[64];
static char argument[512];
static uint64_t command_ns;

static histogram delivery;
static histogram upgrades;
static bool measuring;
static uint64_t measured_from_ns, frames, bytes, snapshots, gaps, unknown_versions, refused, lost, hints, errors;
static struct rusage usage_before;

static struct {
    char text[MAX_FRAME];
    size_t length;
    int count;
    int seat[MAX_CHANGES];
    uint8_t to[MAX_CHANGES];
    long epoch, from, version;
} last_delta;

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

static void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fprintf(stderr, "watch: ");
    vfprintf(stderr, format, values);
    fprintf(stderr, "\n");
    va_end(values);
    exit(1);
}

static double uniform(void) {
    return (double)rand_r(&options.seed) / RAND_MAX;
}

/* ---- the seat log ---- */

static void heard(const char *message) {
    size_t event_length = strlen(options.event);
    if (strncmp(message, options.event, event_length) != 0 || message[event_length] != '|') {
        return;
    }
    char *end;
    long epoch = strtol(message + event_length + 1, &end, 10);
    long version = strtol(end + 1, NULL, 10);
    atomic_store(&told_epoch, epoch);
    atomic_store(&told_ns[version % VERSIONS], now_ns());
}

static void *listen_to_log(void *unused) {
    (void)unused;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.redis_port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        fail("redis: %s", strerror(errno));
    }
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    FILE *stream = fdopen(fd, "r+");
    if (options.redis_password != NULL && *options.redis_password != 0) {
        dprintf(fd, "*2\r\n$4\r\nAUTH\r\n$%zu\r\n%s\r\n", strlen(options.redis_password), options.redis_password);
    }
    dprintf(fd, "*2\r\n$9\r\nSUBSCRIBE\r\n$8\r\nseat:log\r\n");
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stream) > 0) {
        if (line[0] != '*' && line[0] != '$' && line[0] != '+' && line[0] != ':') {
            heard(line);
        }
    }
    fail("the seat log ended");
    return NULL;
}

/* ---- what a watcher knows ---- */

static void set_seat(uint8_t *seats, int seat, unsigned to) {
    unsigned shift = ((unsigned)seat & 3u) << 1;
    seats[seat >> 2] = (uint8_t)((seats[seat >> 2] & ~(3u << shift)) | (to << shift));
}

static int code_of(char letter) {
    if (letter >= 'A' && letter <= 'Z') return letter - 'A';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9') return letter - '0' + 52;
    return letter == '+' ? 62 : letter == '/' ? 63 : -1;
}

static long number_after(const char *text, const char *name) {
    const char *at = strstr(text, name);
    return at == NULL ? -1 : strtol(at + strlen(name), NULL, 10);
}

static void take_snapshot(watcher *w, const char *text) {
    const char *states = strstr(text, "\"states\":\"");
    if (states == NULL) fail("a snapshot without states");
    states += strlen("\"states\":\"");
    unsigned bits = 0;
    int have = 0;
    size_t at = 0, size = ((size_t)options.seats + 3) / 4;
    for (; code_of(*states) >= 0; states++) {
        bits = bits << 6 | (unsigned)code_of(*states);
        have += 6;
        if (have >= 8) {
            have -= 8;
            if (at < size) w->seats[at++] = (uint8_t)(bits >> have);
        }
    }
    if (at != size) fail("a snapshot of another size");
    w->epoch = number_after(text, "\"epoch\":");
    w->version = number_after(text, "\"version\":");
    snapshots++;
}

static void parse_delta(const char *text, size_t length) {
    if (length == last_delta.length && memcmp(text, last_delta.text, length) == 0) return;
    memcpy(last_delta.text, text, length);
    last_delta.length = length;
    last_delta.epoch = number_after(text, "\"epoch\":");
    last_delta.from = number_after(text, "\"from\":");
    last_delta.version = number_after(text, "\"version\":");
    last_delta.count = 0;
    const char *at = strstr(text, "\"changes\":[") + strlen("\"changes\":[");
    while (*at == '[' || *at == ',') {
        at += *at == ',' ? 2 : 1;
        char *end;
        last_delta.seat[last_delta.count] = (int)strtol(at, &end, 10);
        last_delta.to[last_delta.count++] = (uint8_t)strtol(end + 1, &end, 10);
        at = end + 1;
    }
}

static void count_delivery(const watcher *w, long version) {
    if (!measuring || atomic_load(&told_epoch) != w->epoch) return;
    uint64_t now = now_ns();
    for (long v = w->version + 1; v <= version; v++) {
        uint64_t told = atomic_load(&told_ns[v % VERSIONS]);
        if (told == 0) {
            unknown_versions++;
        } else if (told >= measured_from_ns) {
            histogram_record(&delivery, now > told ? (now - told) / 1000 : 0);
        }
    }
}

static void send_frame(watcher *w, unsigned char opcode, const char *text) {
    unsigned char frame[140] = {0x80 | opcode, 0x80};
    size_t length = strlen(text);
    frame[1] |= (unsigned char)length; /* the mask is zero */
    memcpy(frame + 6, text, length);
    if (send(w->fd, frame, 6 + length, MSG_NOSIGNAL) < 0 && errno != EAGAIN) { /* the reading side will notice */
        errno = 0;
    }
}

static void take_delta(watcher *w, const char *text, size_t length) {
    parse_delta(text, length);
    if (last_delta.epoch != w->epoch || last_delta.from > w->version) {
        gaps++;
        send_frame(w, 1, "{\"type\":\"resync\"}");
        return;
    }
    if (last_delta.version <= w->version) return;
    count_delivery(w, last_delta.version);
    for (int i = 0; i < last_delta.count; i++) {
        set_seat(w->seats, last_delta.seat[i], last_delta.to[i]);
    }
    w->version = last_delta.version;
}

static void take_text(watcher *w, char *text, size_t length) {
    char after = text[length];
    text[length] = 0;
    frames++;
    if (strncmp(text, "{\"type\":\"delta\"", 15) == 0) {
        take_delta(w, text, length);
        w->ready = true;
    } else if (strncmp(text, "{\"type\":\"snapshot\"", 18) == 0) {
        take_snapshot(w, text);
        w->ready = true;
    } else if (strncmp(text, "{\"type\":\"reconnect\"", 19) == 0) {
        hints++;
        w->due_ns = now_ns() + (uint64_t)number_after(text, "\"reconnectAfterMs\":") * 1000000ull;
    } else if (strncmp(text, "{\"type\":\"heartbeat\"", 19) == 0) {
        w->ready = w->ready || number_after(text, "\"version\":") <= w->version;
    } else {
        errors++;
    }
    text[length] = after;
    if (w->ready) w->failures = 0;
}

/* ---- connections ---- */

static void watch_for(watcher *w, uint32_t what, int operation) {
    struct epoll_event event = {.events = what, .data.u32 = (uint32_t)(w - watchers)};
    epoll_ctl(epoll_fd, operation, w->fd, &event);
}

static void drop(watcher *w) {
    if (w->state == CONNECTING || w->state == UPGRADING) opening--;
    if (w->state == OPEN) lost++;
    close(w->fd);
    w->fd = -1;
    w->ready = false;
    w->rest_length = 0;
    w->state = WAITING;
    uint64_t now = now_ns();
    if (w->due_ns <= now) {
        double ceiling = 0.5 * (double)(1u << (w->failures > 5 ? 5 : w->failures));
        w->due_ns = now + (uint64_t)(ceiling * (0.2 + 0.8 * uniform()) * 1e9);
    }
    w->failures++;
}

static void open_connection(watcher *w) {
    int index = (int)(w - watchers);
    w->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (w->fd < 0) fail("socket: %s", strerror(errno));
    int one = 1;
    setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(w->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(0x7f000000u + 256u + (unsigned)(index % ADDRESSES));
    bind(w->fd, (struct sockaddr *)&from, sizeof from);
    struct sockaddr_in to = {.sin_family = AF_INET};
    to.sin_port = htons((uint16_t)options.ports[index % options.port_count]);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    w->state = CONNECTING;
    w->due_ns = 0;
    w->began_ns = now_ns();
    opening++;
    if (connect(w->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS) {
        drop(w);
        return;
    }
    watch_for(w, EPOLLOUT, EPOLL_CTL_ADD);
}

static void send_upgrade(watcher *w) {
    char from[64] = "";
    if (w->version > 0) snprintf(from, sizeof from, "?from=%ld:%ld", w->epoch, w->version);
    char request[512];
    int length = snprintf(request, sizeof request,
                          "GET %s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                          options.path, from, options.ports[(int)(w - watchers) % options.port_count]);
    if (send(w->fd, request, (size_t)length, MSG_NOSIGNAL) != length) {
        drop(w);
        return;
    }
    w->state = UPGRADING;
    watch_for(w, EPOLLIN, EPOLL_CTL_MOD);
}

/* Takes the answer's head; returns its length, 0 when it is not all there, -1 when it is a refusal. */
static long take_head(watcher *w, const char *text, size_t length) {
    const char *end = memmem(text, length, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    if (length < 12 || memcmp(text, "HTTP/1.1 101", 12) != 0) {
        refused++;
        return -1;
    }
    histogram_record(&upgrades, (now_ns() - w->began_ns) / 1000);
    w->state = OPEN;
    opening--;
    return end + 4 - text;
}

/* Takes whole frames; returns how many bytes that were, -1 when the connection ends. */
static long take_frames(watcher *w, char *text, size_t length) {
    size_t at = 0;
    while (length - at >= 2) {
        unsigned char *head = (unsigned char *)text + at;
        size_t size = head[1] & 0x7f, start = 2;
        if (size == 126) {
            if (length - at < 4) break;
            size = (size_t)head[2] << 8 | head[3];
            start = 4;
        } else if (size == 127) {
            if (length - at < 10) break;
            size = (size_t)head[6] << 24 | (size_t)head[7] << 16 | (size_t)head[8] << 8 | head[9];
            start = 10;
        }
        if (size > MAX_FRAME - 16) fail("a frame of %zu bytes", size);
        if (length - at < start + size) break;
        switch (head[0] & 0x0f) {
        case 1: take_text(w, text + at + start, size); break;
        case 8: return -1;
        case 9: send_frame(w, 0xA, ""); break;
        default: break;
        }
        at += start + size;
    }
    return (long)at;
}

static char buffer[2 * MAX_FRAME + 1];

static void read_from(watcher *w) {
    size_t have = w->rest_length;
    if (have > 0) {
        memcpy(buffer, w->rest, have);
        free(w->rest);
        w->rest = NULL;
        w->rest_length = 0;
    }
    ssize_t got = recv(w->fd, buffer + have, MAX_FRAME, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        drop(w);
        return;
    }
    if (got > 0) {
        bytes += (uint64_t)got;
        have += (size_t)got;
    }
    size_t at = 0;
    if (w->state == UPGRADING) {
        long head = take_head(w, buffer, have);
        if (head < 0) {
            drop(w);
            return;
        }
        at = (size_t)head;
    }
    if (w->state == OPEN) {
        long taken = take_frames(w, buffer + at, have - at);
        if (taken < 0) {
            drop(w);
            return;
        }
        at += (size_t)taken;
    }
    if (at < have) {
        w->rest_length = have - at;
        w->rest = malloc(w->rest_length);
        memcpy(w->rest, buffer + at, w->rest_length);
    }
}

static void handle(watcher *w, uint32_t what) {
    if (w->fd < 0) return;
    if (w->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) drop(w);
        else if (what & EPOLLOUT) send_upgrade(w);
    } else {
        read_from(w);
    }
}

static void open_due(void) {
    if (!wanted) return;
    uint64_t now = now_ns();
    while (next_to_open < options.sockets && opening < options.at_once) {
        open_connection(&watchers[next_to_open++]);
    }
    static uint64_t looked_ns;
    if (now - looked_ns < 20000000ull) return;
    looked_ns = now;
    for (int i = 0; i < options.sockets && opening < options.at_once; i++) {
        if (watchers[i].state == WAITING && watchers[i].due_ns <= now) open_connection(&watchers[i]);
    }
}

/* ---- commands ---- */

static int count_ready(void) {
    int ready = 0;
    for (int i = 0; i < options.sockets; i++) ready += watchers[i].ready;
    return ready;
}

static void answer(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
    fflush(stdout);
    command[0] = 0;
}

static double seconds_since(uint64_t since_ns) {
    return (double)(now_ns() - since_ns) / 1e9;
}

static void check(const char *file) {
    FILE *stream = fopen(file, "r");
    if (stream == NULL) fail("%s: %s", file, strerror(errno));
    size_t size = ((size_t)options.seats + 3) / 4;
    uint8_t *truth = calloc(size, 1);
    for (int i = 0; i < options.seats; i++) {
        int digit = fgetc(stream);
        if (digit < '0' || digit > '3') fail("%s has no state of seat %d", file, i);
        set_seat(truth, i, (unsigned)(digit - '0'));
    }
    fclose(stream);
    int equal = 0;
    long newest = 0, oldest = -1;
    for (int i = 0; i < options.sockets; i++) {
        equal += watchers[i].ready && memcmp(truth, watchers[i].seats, size) == 0;
        if (watchers[i].version > newest) newest = watchers[i].version;
        if (oldest < 0 || watchers[i].version < oldest) oldest = watchers[i].version;
    }
    free(truth);
    answer("{\"watchers\":%d,\"equal\":%d,\"oldest\":%ld,\"newest\":%ld}", options.sockets, equal, oldest, newest);
}

static void report(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec - usage_before.ru_utime.tv_sec -
                          usage_before.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec - usage_before.ru_utime.tv_usec -
                          usage_before.ru_stime.tv_usec) /
                     1e6;
    answer("{\"seconds\":%.3f,\"deliveries\":%llu,\"p50Ms\":%.1f,\"p99Ms\":%.1f,\"maxMs\":%.1f,\"frames\":%llu,"
           "\"bytes\":%llu,\"snapshots\":%llu,\"gaps\":%llu,\"untold\":%llu,\"lost\":%llu,\"errors\":%llu,\"cpuMs\":%.0f}",
           seconds_since(measured_from_ns), (unsigned long long)delivery.count, (double)histogram_at(&delivery, 0.5) / 1e3,
           (double)histogram_at(&delivery, 0.99) / 1e3, (double)delivery.max / 1e3, (unsigned long long)frames,
           (unsigned long long)bytes, (unsigned long long)snapshots, (unsigned long long)gaps,
           (unsigned long long)unknown_versions, (unsigned long long)lost, (unsigned long long)errors, cpu * 1000);
}

static void take_command(char *line) {
    argument[0] = 0;
    sscanf(line, "%63s %511s", command, argument);
    command_ns = now_ns();
    if (strcmp(command, "connect") == 0) {
        wanted = true;
    } else if (strcmp(command, "measure") == 0) {
        memset(&delivery, 0, sizeof delivery);
        frames = bytes = snapshots = gaps = unknown_versions = lost = errors = 0;
        measured_from_ns = command_ns;
        getrusage(RUSAGE_SELF, &usage_before);
        measuring = true;
        answer("{}");
    } else if (strcmp(command, "report") == 0) {
        measuring = false;
        report();
    } else if (strcmp(command, "check") == 0) {
        check(argument);
    } else if (strcmp(command, "lose") == 0) {
        lost = hints = snapshots = 0;
        answer("{}");
    } else if (strcmp(command, "back") != 0) {
        exit(0);
    }
}

static void answer_when_done(void) {
    static uint64_t looked_ns;
    if (command[0] == 0 || now_ns() - looked_ns < 10000000ull) return;
    looked_ns = now_ns();
    if (count_ready() < options.sockets) return;
    if (strcmp(command, "connect") == 0) {
        answer("{\"connected\":%d,\"seconds\":%.3f,\"upgradeP99Ms\":%.1f,\"refused\":%llu,\"bytes\":%llu}", options.sockets,
               seconds_since(command_ns), (double)histogram_at(&upgrades, 0.99) / 1e3, (unsigned long long)refused,
               (unsigned long long)bytes);
    } else if (strcmp(command, "back") == 0) {
        answer("{\"back\":%d,\"lost\":%llu,\"seconds\":%.3f,\"hints\":%llu,\"snapshots\":%llu}", options.sockets,
               (unsigned long long)lost, seconds_since(command_ns), (unsigned long long)hints,
               (unsigned long long)snapshots);
    }
}

static void read_options(int count, char **values) {
    for (int i = 1; i + 1 < count; i += 2) {
        char *value = values[i + 1];
        if (strcmp(values[i], "--ports") == 0) {
            for (char *part = strtok(value, ","); part != NULL && options.port_count < MAX_PORTS; part = strtok(NULL, ","))
                options.ports[options.port_count++] = atoi(part);
        } else if (strcmp(values[i], "--path") == 0) options.path = value;
        else if (strcmp(values[i], "--event") == 0) options.event = value;
        else if (strcmp(values[i], "--sockets") == 0) options.sockets = atoi(value);
        else if (strcmp(values[i], "--seats") == 0) options.seats = atoi(value);
        else if (strcmp(values[i], "--redis-port") == 0) options.redis_port = atoi(value);
        else if (strcmp(values[i], "--at-once") == 0) options.at_once = atoi(value);
        else if (strcmp(values[i], "--max-seconds") == 0) options.max_seconds = atoi(value);
        else if (strcmp(values[i], "--seed") == 0) options.seed = (unsigned)atoi(value);
        else fail("unknown option %s", values[i]);
    }
    options.redis_password = getenv("WATCH_REDIS_PASSWORD");
    if (options.port_count == 0 || options.path == NULL || options.event == NULL || options.redis_port == 0)
        fail("--ports, --path, --event, --sockets, --seats and --redis-port are needed");
    if (options.sockets < 1 || options.sockets > 19000 || options.seats < 1 || options.seats > 1000000 ||
        options.at_once < 1 || options.max_seconds < 1 || options.max_seconds > 1800)
        fail("sockets 1-19000, seats 1-1000000, max-seconds 1-1800");
}

int main(int count, char **values) {
    read_options(count, values);
    struct rlimit descriptors;
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
    if (descriptors.rlim_max < (rlim_t)options.sockets + 50) fail("only %lu descriptors", (unsigned long)descriptors.rlim_max);

    watchers = calloc((size_t)options.sockets, sizeof *watchers);
    for (int i = 0; i < options.sockets; i++) {
        watchers[i].fd = -1;
        watchers[i].seats = calloc(((size_t)options.seats + 3) / 4, 1);
    }
    pthread_t listener;
    pthread_create(&listener, NULL, listen_to_log, NULL);

    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event input = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, STDIN_FILENO, &input);
    uint64_t end_ns = now_ns() + (uint64_t)options.max_seconds * 1000000000ull;
    while (now_ns() < end_ns) {
        struct epoll_event events[MAX_EVENTS];
        int ready = epoll_wait(epoll_fd, events, MAX_EVENTS, 10);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u32 != UINT32_MAX) {
                handle(&watchers[events[i].data.u32], events[i].events);
                continue;
            }
            char line[600];
            ssize_t got = read(STDIN_FILENO, line, sizeof line - 1);
            if (got <= 0) return 0;
            line[got] = 0;
            take_command(line);
        }
        open_due();
        answer_when_done();
    }
    fprintf(stderr, "watch: time is up\n");
    return 3;
}
