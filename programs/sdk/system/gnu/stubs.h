/* Stands before glibc's, which takes BPF for a 32-bit machine and asks for headers nobody has. */
