// What nothing refers to, but readers of the file want to find.
__attribute__((used, retain)) const char contact[] = "mail the author";
const char forgotten[] = "mail nobody";
unsigned long entrypoint(const unsigned char* input) { return *input; }
