#pragma once

enum { answer = 42 };
