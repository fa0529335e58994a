// Tables of pointers to strings and functions, calls through them, and calls of static functions.
// input: u64 n. Logs a name and returns a function of n, both picked by n.
typedef unsigned long u64;
void sol_log_(const char* text, u64 length);

typedef u64 (*function)(u64);
static u64 increment(u64 x) { return x + 1; }
static u64 square(u64 x) { return x * x; }
__attribute__((noinline)) static u64 triple(u64 x) { return x * 3; }

struct row {
    const char* name;
    function run;
};
static const struct row rows[] = {{"increment", increment}, {"square", square}, {"triple", triple}};

u64 unused_data[] __attribute__((unused)) = {1, 2, 3};
u64 unused_function(void) { return ++unused_data[0]; }

u64 entrypoint(const u64* input) {
    const u64 n = *input;
    const struct row* picked = &rows[n % 3];
    sol_log_(picked->name, 6);
    return picked->run(n) + triple(1000);
}
