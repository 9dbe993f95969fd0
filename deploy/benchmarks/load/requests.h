#ifndef TIKETI_REQUESTS_H
#define TIKETI_REQUESTS_H

#include <stddef.h>

/* Requests as the bytes that go over the wire, made ready before the clock starts. */
typedef struct {
    char *bytes;
    size_t *starts; /* count + 1 entries: request i is bytes[starts[i]] to bytes[starts[i + 1]] */
    size_t count;
} requests;

#define REQUESTS_MAX 1000000

/* Reads one request a line: METHOD path TAB headers TAB body. Headers are "Name: value", separated by the character 0x1f,
 * and may be empty like the body. Ends the program with a message when the file is not like that. */
requests requests_read(const char *path, int port);

#endif
