#define _GNU_SOURCE
#include "requests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *bytes;
    size_t used, room;
} buffer;

static void *grown(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (memory == NULL) {
        fputs("load: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void add(buffer *b, const char *text, size_t length) {
    if (b->used + length > b->room) {
        b->room = (b->used + length) * 2;
        b->bytes = grown(b->bytes, b->room);
    }
    memcpy(b->bytes + b->used, text, length);
    b->used += length;
}

static void add_text(buffer *b, const char *text) { add(b, text, strlen(text)); }

static void add_request(buffer *b, const char *start, const char *headers, const char *body, int port) {
    char line[128];
    add_text(b, start);
    snprintf(line, sizeof line, " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", port);
    add_text(b, line);
    while (*headers != '\0') {
        size_t length = strcspn(headers, "\x1f");
        add(b, headers, length);
        add_text(b, "\r\n");
        headers += length + (headers[length] != '\0');
    }
    if (*body != '\0') {
        snprintf(line, sizeof line, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen(body));
        add_text(b, line);
    }
    add_text(b, "\r\n");
    add_text(b, body);
}

requests requests_read(const char *path, int port) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    buffer all = {0};
    requests read = {0};
    size_t room = 0;
    char *line = NULL;
    size_t line_room = 0;
    ssize_t length;
    while ((length = getline(&line, &line_room, file)) > 0) {
        if (line[length - 1] == '\n') {
            line[length - 1] = '\0';
        }
        char *headers = strchr(line, '\t');
        char *body = headers == NULL ? NULL : strchr(headers + 1, '\t');
        if (body == NULL || read.count == REQUESTS_MAX) {
            fprintf(stderr, "load: %s line %zu: %s\n", path, read.count + 1,
                    body == NULL ? "not METHOD path TAB headers TAB body" : "too many requests");
            exit(2);
        }
        *headers = *body = '\0';
        if (read.count + 1 >= room) {
            room = room * 2 + 1024;
            read.starts = grown(read.starts, room * sizeof *read.starts);
        }
        read.starts[read.count++] = all.used;
        add_request(&all, line, headers + 1, body + 1, port);
    }
    free(line);
    fclose(file);
    if (read.count == 0) {
        fprintf(stderr, "load: %s: no requests\n", path);
        exit(2);
    }
    read.starts[read.count] = all.used;
    read.bytes = all.bytes;
    return read;
}
