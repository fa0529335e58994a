// Runs a snippet on this machine with every input of a file, and writes its results to stdout, as
// the entrypoint of snippet.h returns them.

#include <stdio.h>
#include <stdlib.h>

#include "tests/toolchain/support/snippet.h"

static int run(FILE* inputs) {
    uint32_t size;
    while (fread(&size, sizeof size, 1, inputs) == 1) {
        // Of its own for each, so that reading too far is found.
        uint8_t* in = malloc(size ? size : 1);
        struct {
            uint64_t value;
            uint8_t out[out_size];
        } result = {0, {0}};
        if (!in || fread(in, 1, size, inputs) != size) return 1;
        result.value = snippet(in, size, result.out);
        free(in);
        if (fwrite(&result, sizeof result, 1, stdout) != 1) return 1;
    }
    return 0;
}

int main(int argc, char** argv) {
    FILE* inputs = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!inputs) return 2;
    int status = run(inputs);
    fclose(inputs);
    return status;
}
