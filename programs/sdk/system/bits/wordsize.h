/* Stands before glibc's, which takes BPF for a 32-bit machine. */
#define __WORDSIZE 64
#define __WORDSIZE_TIME64_COMPAT32 1
#define __SYSCALL_WORDSIZE 64
