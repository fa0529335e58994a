// A global that has to be computed before the program runs.
extern "C" unsigned long sol_get_stack_height();
const unsigned long height = sol_get_stack_height();
extern "C" unsigned long entrypoint(const unsigned char*) { return height; }
