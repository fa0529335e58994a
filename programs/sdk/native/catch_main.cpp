// The main of a program's tests, compiled once: an author's build links it.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
