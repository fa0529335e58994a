// Something to start with that can't be run.
const unsigned long entrypoint[] = {1, 2};
