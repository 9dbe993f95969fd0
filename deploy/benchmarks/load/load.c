/* Plays prepared HTTP requests against a port of this machine and tells, as one line of JSON, how they were answered.
 *
 * Closed loop: so many connections, each sends the next request when the one before is answered. Open loop (--rate):
 * requests become due at their own times, whatever the server does; a late one waits for a connection, and its duration
 * counts from when it was due, so a stalled server cannot hide. One thread; bounded in time, requests and connections. */
#define _GNU_SOURCE
#include "answer.h"
#include "histogram.h"
#include "requests.h"

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MAX_CONNECTIONS 4096
#define MAX_SECONDS 600
#define MAX_ISSUED 20000000
#define MAX_ERRORS 1000
#define DRAIN_SECONDS 10
#define SECOND 1000000000ull
#define SETTLE_NANOS 300000000

typedef struct {
    int port, connections, poisson, repeat;
    double seconds, rate;
    uint64_t seed;
    const char *file, *ledger;
} options;

typedef struct {
    int socket;
    int busy;
    int wants_write; /* what epoll watches for */
    uint64_t number; /* which of the issued requests */
    uint64_t begun;
    const char *out;
    size_t out_left;
    answer in;
} connection;

typedef struct {
    uint16_t status;
    uint32_t micros, due;
} entry;

static options given = {.connections = 32, .seconds = 10, .seed = 1};
static requests wanted;
static connection *all;
static int poll_fd, timer_fd;
static uint64_t issued, answered, errors, bytes_in, body_max, most_waiting;
static uint64_t started, last_answer;
static histogram overall;
static histogram *of_status[600];
static entry *ledger;

/* Open loop: due times of requests that wait for a connection, and the connections that wait for a request. */
static uint64_t *waiting;
static uint64_t waiting_from, waiting_to, next_due;
static int *idle, idle_count;

static void fail(const char *what) {
    fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(1);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

/* xorshift64*: small, and the same seed gives the same arrivals. */
static double random_share(void) {
    given.seed ^= given.seed >> 12;
    given.seed ^= given.seed << 25;
    given.seed ^= given.seed >> 27;
    return ((double)((given.seed * 2685821657736338717ull) >> 11) + 0.5) / 9007199254740992.0;
}

static uint64_t limit(void) {
    return given.repeat ? MAX_ISSUED : wanted.count;
}

static void watch(connection *c, int operation, int write) {
    struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data.ptr = c};
    if (epoll_ctl(poll_fd, operation, c->socket, &event) != 0) {
        fail("epoll");
    }
    c->wants_write = write;
}

static void open_connection(connection *c) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)given.port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->socket < 0 || connect(c->socket, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("cannot connect");
    }
    int on = 1;
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->busy = 0;
    watch(c, EPOLL_CTL_ADD, 0);
}

static void send_rest(connection *c) {
    while (c->out_left > 0) {
        ssize_t sent = send(c->socket, c->out, c->out_left, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            /* A broken connection is noticed when it is read. */
            if ((errno == EAGAIN || errno == EWOULDBLOCK) && !c->wants_write) {
                watch(c, EPOLL_CTL_MOD, 1);
            }
            return;
        }
        c->out += sent;
        c->out_left -= (size_t)sent;
    }
    if (c->wants_write) {
        watch(c, EPOLL_CTL_MOD, 0);
    }
}

static void issue(connection *c, uint64_t due) {
    size_t index = issued % wanted.count;
    c->number = issued++;
    c->busy = 1;
    c->begun = due;
    c->out = wanted.bytes + wanted.starts[index];
    c->out_left = wanted.starts[index + 1] - wanted.starts[index];
    answer_reset(&c->in);
    send_rest(c);
}

static int is_over(uint64_t at) {
    return at - started >= (uint64_t)(given.seconds * (double)SECOND);
}

static void set_timer(void) {
    uint64_t at = next_due > 0 ? next_due : 1;
    struct itimerspec when = {.it_value = {.tv_sec = (time_t)(at / SECOND), .tv_nsec = (long)(at % SECOND)}};
    if (timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &when, NULL) != 0) {
        fail("timer");
    }
}

/* Open loop: requests that became due are given to idle connections, the rest wait. */
static void give_due(void) {
    uint64_t at = now();
    while (next_due != 0 && next_due <= at) {
        waiting[waiting_to++] = next_due;
        double gap = (given.poisson ? -log(random_share()) : 1.0) / given.rate;
        next_due += (uint64_t)(gap * (double)SECOND);
        if (is_over(next_due) || waiting_to == limit()) {
            next_due = 0;
        }
    }
    while (waiting_from < waiting_to && idle_count > 0) {
        issue(&all[idle[--idle_count]], waiting[waiting_from++]);
    }
    if (waiting_to - waiting_from > most_waiting) {
        most_waiting = waiting_to - waiting_from;
    }
    if (next_due != 0) {
        set_timer();
    }
}

static void next(connection *c) {
    c->busy = 0;
    if (given.rate > 0) {
        idle[idle_count++] = (int)(c - all);
        give_due();
    } else {
        uint64_t at = now();
        if (issued < limit() && !is_over(at)) {
            issue(c, at);
        }
    }
}

static void complete(connection *c) {
    uint64_t at = now();
    uint64_t micros = (at - c->begun) / 1000;
    int status = c->in.status;
    last_answer = at;
    answered++;
    if (c->in.body > body_max) {
        body_max = c->in.body;
    }
    histogram_record(&overall, micros);
    if (of_status[status] == NULL && (of_status[status] = calloc(1, sizeof(histogram))) == NULL) {
        fail("out of memory");
    }
    histogram_record(of_status[status], micros);
    if (ledger != NULL && c->number < wanted.count) {
        ledger[c->number] = (entry){
            .status = (uint16_t)status, .micros = (uint32_t)micros, .due = (uint32_t)((c->begun - started) / 1000)};
    }
    if (c->in.closes) {
        close(c->socket);
        open_connection(c);
    }
    next(c);
}

static void broken(connection *c) {
    int was_busy = c->busy;
    close(c->socket);
    if (++errors > MAX_ERRORS) {
        errno = 0;
        fail("too many broken connections");
    }
    open_connection(c);
    if (was_busy) {
        next(c);
    }
}

static void receive(connection *c) {
    static char bytes[65536];
    ssize_t length = recv(c->socket, bytes, sizeof bytes, MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        return;
    }
    if (length <= 0 || !c->busy) {
        broken(c);
        return;
    }
    bytes_in += (uint64_t)length;
    int result = answer_take(&c->in, bytes, (size_t)length);
    if (result < 0) {
        broken(c);
    } else if (result > 0) {
        complete(c);
    }
}

static int is_done(void) {
    uint64_t at = now();
    if (is_over(at) && at - started > (uint64_t)((given.seconds + DRAIN_SECONDS) * (double)SECOND)) {
        return 1;
    }
    int more = given.rate > 0 ? next_due != 0 || waiting_from < waiting_to : issued < limit() && !is_over(at);
    return !more && answered + errors >= issued;
}

static void run(void) {
    struct epoll_event ready[256];
    started = now();
    last_answer = started;
    if (given.rate > 0) {
        next_due = started;
        for (int i = given.connections - 1; i >= 0; i--) {
            idle[idle_count++] = i;
        }
        give_due();
    } else {
        for (int i = 0; i < given.connections && issued < limit(); i++) {
            issue(&all[i], now());
        }
    }
    while (!is_done()) {
        int count = epoll_wait(poll_fd, ready, 256, 100);
        for (int i = 0; i < count; i++) {
            connection *c = ready[i].data.ptr;
            if (c == NULL) {
                uint64_t times;
                if (read(timer_fd, &times, sizeof times) > 0) {
                    give_due();
                }
                continue;
            }
            if (ready[i].events & EPOLLOUT) {
                send_rest(c);
            }
            if (ready[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
                receive(c);
            }
        }
    }
}

static void tell_histogram(const histogram *h) {
    printf("{\"count\":%llu,\"mean\":%.3f,\"p50\":%.3f,\"p90\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}",
           (unsigned long long)h->count, h->count ? h->sum / (double)h->count / 1000 : 0.0,
           (double)histogram_at(h, 0.5) / 1000, (double)histogram_at(h, 0.9) / 1000,
           (double)histogram_at(h, 0.95) / 1000, (double)histogram_at(h, 0.99) / 1000,
           (double)histogram_at(h, 0.999) / 1000, (double)h->max / 1000);
}

static void tell(void) {
    double seconds = (double)(last_answer - started) / (double)SECOND;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
                 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
    printf("{\"mode\":\"%s\",\"connections\":%d,\"askedRate\":%.1f,\"seconds\":%.3f,\"issued\":%llu,\"answered\":%llu,"
           "\"errors\":%llu,\"rate\":%.1f,\"bytesIn\":%llu,\"bodyMax\":%llu,\"mostWaiting\":%llu,\"cpuMs\":%.0f,",
           given.rate > 0 ? "open" : "closed", given.connections, given.rate, seconds, (unsigned long long)issued,
           (unsigned long long)answered, (unsigned long long)errors, seconds > 0 ? (double)answered / seconds : 0.0,
           (unsigned long long)bytes_in, (unsigned long long)body_max, (unsigned long long)most_waiting, cpu);
    printf("\"latencyMs\":");
    tell_histogram(&overall);
    printf(",\"byStatus\":{");
    const char *separator = "";
    for (int status = 0; status < 600; status++) {
        if (of_status[status] != NULL) {
            printf("%s\"%d\":", separator, status);
            tell_histogram(of_status[status]);
            separator = ",";
        }
    }
    printf("}}\n");
}

static void write_ledger(void) {
    FILE *file = fopen(given.ledger, "w");
    if (file == NULL) {
        fail(given.ledger);
    }
    uint64_t count = issued < wanted.count ? issued : wanted.count;
    for (uint64_t i = 0; i < count; i++) {
        fprintf(file, "%llu %d %u %u\n", (unsigned long long)i, ledger[i].status, ledger[i].micros, ledger[i].due);
    }
    fclose(file);
}

static void usage(void) {
    fputs("load --port <number> --requests <file> [options]: plays HTTP requests against 127.0.0.1\n\n"
          "  --connections <n>   32, at most 4096\n"
          "  --seconds <s>       10, at most 600; the end of the file ends it too\n"
          "  --rate <per s>      open loop at this rate; without it a closed loop\n"
          "  --poisson           with --rate: random gaps instead of equal ones\n"
          "  --seed <n>          of the gaps, 1\n"
          "  --repeat            start the file again when it ends\n"
          "  --ledger <file>     write index, status, microseconds and when it was due (microseconds after the start) of\n"
          "                      each request; status 0: no answer\n",
          stderr);
    exit(2);
}

static void read_options(int count, char **arguments) {
    static const struct option known[] = {
        {"port", required_argument, NULL, 'p'},        {"requests", required_argument, NULL, 'f'},
        {"connections", required_argument, NULL, 'c'}, {"seconds", required_argument, NULL, 's'},
        {"rate", required_argument, NULL, 'r'},        {"poisson", no_argument, NULL, 'o'},
        {"seed", required_argument, NULL, 'x'},        {"repeat", no_argument, NULL, 'l'},
        {"ledger", required_argument, NULL, 'g'},      {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(count, arguments, "", known, NULL)) != -1) {
        switch (option) {
        case 'p': given.port = atoi(optarg); break;
        case 'f': given.file = optarg; break;
        case 'c': given.connections = atoi(optarg); break;
        case 's': given.seconds = atof(optarg); break;
        case 'r': given.rate = atof(optarg); break;
        case 'o': given.poisson = 1; break;
        case 'x': given.seed = strtoull(optarg, NULL, 10); break;
        case 'l': given.repeat = 1; break;
        case 'g': given.ledger = optarg; break;
        default: usage();
        }
    }
    if (given.port < 1 || given.port > 65535 || given.file == NULL || optind != count || given.connections < 1 ||
        given.connections > MAX_CONNECTIONS || !(given.seconds > 0 && given.seconds <= MAX_SECONDS) ||
        given.rate < 0 || given.rate > 1000000 || given.seed == 0) {
        usage();
    }
}

int main(int count, char **arguments) {
    read_options(count, arguments);
    wanted = requests_read(given.file, given.port);
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    all = calloc((size_t)given.connections, sizeof *all);
    idle = calloc((size_t)given.connections, sizeof *idle);
    uint64_t room = given.rate > 0 ? limit() : 1;
    waiting = calloc(room, sizeof *waiting);
    ledger = given.ledger == NULL ? NULL : calloc(wanted.count, sizeof *ledger);
    if (poll_fd < 0 || timer_fd < 0 || all == NULL || idle == NULL || waiting == NULL ||
        (given.ledger != NULL && ledger == NULL)) {
        fail("cannot prepare");
    }
    struct epoll_event timer = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, timer_fd, &timer) != 0) {
        fail("epoll");
    }
    for (int i = 0; i < given.connections; i++) {
        open_connection(&all[i]);
    }
    /* What is measured is requests: the servers take the connections before the clock starts. */
    nanosleep(&(struct timespec){.tv_nsec = SETTLE_NANOS}, NULL);
    run();
    tell();
    if (ledger != NULL) {
        write_ledger();
    }
    return 0;
}
