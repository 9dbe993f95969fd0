#define _GNU_SOURCE
#include "answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void answer_reset(answer *a) {
    a->part = HEAD;
    a->head_length = 0;
    a->status = 0;
    a->closes = 0;
    a->left = 0;
    a->body = 0;
    a->line_empty = 1;
}

/* The value of a header in the head, or NULL. */
static const char *header(const answer *a, const char *name) {
    size_t length = strlen(name);
    const char *line = strstr(a->head, "\r\n");
    while (line != NULL) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            line += length + 1;
            return line + strspn(line, " \t");
        }
        line = strstr(line, "\r\n");
    }
    return NULL;
}

static int read_head(answer *a) {
    a->head[a->head_length] = '\0';
    if (strncmp(a->head, "HTTP/1.1 ", 9) != 0) {
        return -1;
    }
    a->status = atoi(a->head + 9);
    if (a->status < 200 || a->status > 599) {
        return -1;
    }
    const char *connection = header(a, "Connection");
    a->closes = connection != NULL && strncasecmp(connection, "close", 5) == 0;
    const char *length = header(a, "Content-Length");
    const char *coding = header(a, "Transfer-Encoding");
    if (a->status == 204 || a->status == 304) {
        a->part = COMPLETE;
    } else if (coding != NULL && strncasecmp(coding, "chunked", 7) == 0) {
        a->part = CHUNK_SIZE;
    } else if (length != NULL) {
        a->left = strtoull(length, NULL, 10);
        a->part = a->left == 0 ? COMPLETE : BODY;
    } else {
        return -1;
    }
    return 0;
}

static int take_head(answer *a, char byte) {
    if (a->head_length == ANSWER_HEAD_MAX) {
        return -1;
    }
    a->head[a->head_length++] = byte;
    if (byte == '\n' && a->head_length >= 4 && memcmp(a->head + a->head_length - 4, "\r\n\r\n", 4) == 0) {
        return read_head(a);
    }
    return 0;
}

static int take_chunk_size(answer *a, char byte) {
    if (isxdigit((unsigned char)byte)) {
        a->left = a->left * 16 + (uint64_t)(isdigit((unsigned char)byte) ? byte - '0' : tolower(byte) - 'a' + 10);
        return 0;
    }
    if (byte == '\n') {
        a->part = a->left == 0 ? TRAILER : CHUNK_DATA;
        return 0;
    }
    return byte == '\r' ? 0 : -1;
}

int answer_take(answer *a, const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length && a->part != COMPLETE) {
        int broken = 0;
        switch (a->part) {
        case HEAD:
            broken = take_head(a, bytes[at++]);
            break;
        case BODY:
        case CHUNK_DATA: {
            uint64_t taken = length - at < a->left ? length - at : a->left;
            a->left -= taken;
            a->body += taken;
            at += taken;
            if (a->left == 0) {
                a->part = a->part == BODY ? COMPLETE : CHUNK_END;
            }
            break;
        }
        case CHUNK_SIZE:
            broken = take_chunk_size(a, bytes[at++]);
            break;
        case CHUNK_END:
            if (bytes[at++] == '\n') {
                a->part = CHUNK_SIZE;
            }
            break;
        case TRAILER:
            if (bytes[at] == '\n') {
                a->part = a->line_empty ? COMPLETE : TRAILER;
                a->line_empty = 1;
            } else if (bytes[at] != '\r') {
                a->line_empty = 0;
            }
            at++;
            break;
        case COMPLETE:
            break;
        }
        if (broken != 0) {
            return -1;
        }
    }
    if (a->part != COMPLETE) {
        return 0;
    }
    /* Nothing was asked yet that further bytes could answer. */
    return at == length ? 1 : -1;
}
