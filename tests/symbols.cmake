# Fails when an archive of ARCHIVES (comma-separated) imports a clock, a thread, a file, randomness, the
# network or the environment: what an execution must not depend on (docs/determinism.md). Memory,
# atomics and what a failed check prints to stderr before it aborts are fine.
cmake_minimum_required(VERSION 3.25)

# C functions by name, without the "64" of their large-file twins.
set(clock_functions clock clock_gettime clock_getres clock_nanosleep gettimeofday time times ftime
  nanosleep sleep usleep alarm localtime localtime_r gmtime gmtime_r mktime timespec_get)
set(thread_functions fork vfork clone syscall sched_yield call_once)
set(file_functions open openat creat close read readv pread write writev pwrite lseek fopen fopen
  fdopen freopen fread fgets fgetc getc getline stat fstat lstat access opendir readdir readlink
  realpath rename remove unlink mkdir rmdir tmpfile mkstemp truncate ftruncate dlopen popen
  system ioctl fcntl)
set(random_functions rand rand_r srand random random_r srandom drand48 erand48 lrand48 nrand48 mrand48
  jrand48 srand48 getrandom getentropy arc4random arc4random_buf arc4random_uniform randombytes_buf
  randombytes_random randombytes_uniform sodium_init RAND_bytes RAND_priv_bytes)
set(network_functions socket socketpair connect bind listen accept accept4 send sendto sendmsg recv
  recvfrom recvmsg getaddrinfo gethostbyname poll ppoll select pselect epoll_wait)
set(environment_functions getenv secure_getenv setenv environ getpid getuid gethostname uname sysconf
  setlocale)
# And by pattern: families of functions, and what C++ makes of them (demangled).
set(clock_names "std::chrono::.*::now|^timer_")
set(thread_names "^_*pthread_|^(thrd|mtx|cnd|sem|tss)_|std::.*(thread|mutex|condvar|condition_variable|future|promise|__once|semaphore)")
set(file_names "std::.*(fstream|filebuf|__basic_file|filesystem)|std::(cin|cout|cerr|clog|ios_base::Init)")
set(random_names "std::random_device")
set(network_names "^res_n?(query|init)")
set(environment_names "std::locale::global")

string(REPLACE "," ";" archives "${ARCHIVES}")
foreach(archive IN LISTS archives)
  execute_process(COMMAND ${NM} --demangle --undefined-only ${archive}
    OUTPUT_VARIABLE symbols ERROR_VARIABLE complaints RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "${NM} ${archive}: ${complaints}")
  endif()
  string(REGEX REPLACE "[][;]" " " symbols "${symbols}")  # which would split or join a list
  string(REGEX MATCHALL " [UuVvWw] [^\n]+" imports "${symbols}")
  if(NOT imports)
    message(FATAL_ERROR "${archive}: no imports at all; is this not what ${NM} prints?")
  endif()
  list(REMOVE_DUPLICATES imports)
  get_filename_component(name ${archive} NAME)
  foreach(line IN LISTS imports)
    string(REGEX REPLACE "^ [UuVvWw] " "" symbol "${line}")
    string(REGEX REPLACE "@.*$" "" symbol "${symbol}")
    string(REGEX REPLACE "64$" "" function "${symbol}")
    foreach(kind clock thread file random network environment)
      if(function IN_LIST ${kind}_functions OR symbol MATCHES "${${kind}_names}")
        list(APPEND found "${name} imports a ${kind} symbol: ${symbol}")
      endif()
    endforeach()
  endforeach()
endforeach()
if(found)
  list(JOIN found "\n" text)
  message("${text}")
  message(FATAL_ERROR "an execution must depend on its arguments alone (docs/determinism.md)")
endif()
