#include "snippet.h"

static const char letters[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

static uint64_t encode(const uint8_t* in, uint64_t size, char* text) {
    uint8_t digits[96];
    uint64_t count = 0, zeros = 0;
    while (zeros < size && in[zeros] == 0) ++zeros;
    for (uint64_t i = zeros; i < size; ++i) {
        uint32_t carry = in[i];
        for (uint64_t j = 0; j < count; ++j, carry /= 58) {
            carry += (uint32_t)digits[j] << 8;
            digits[j] = (uint8_t)(carry % 58);
        }
        for (; carry; carry /= 58) digits[count++] = (uint8_t)(carry % 58);
    }
    for (uint64_t i = 0; i < zeros; ++i) text[i] = letters[0];
    for (uint64_t i = 0; i < count; ++i) text[zeros + i] = letters[digits[count - 1 - i]];
    return zeros + count;
}

static int64_t decode(const char* text, uint64_t size, uint8_t* bytes, uint64_t room) {
    memset(bytes, 0, room);
    for (uint64_t i = 0; i < size; ++i) {
        int64_t digit = -1;
        for (int j = 0; j < 58; ++j)
            if (letters[j] == text[i]) digit = j;
        if (digit < 0) return -(int64_t)i - 1;
        uint32_t carry = (uint32_t)digit;
        for (uint64_t j = room; j-- > 0; carry >>= 8) {
            carry += bytes[j] * 58u;
            bytes[j] = (uint8_t)carry;
        }
        if (carry) return -1000;
    }
    return (int64_t)size;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    char text[96];
    uint8_t back[32];
    if (size > 32) size = 32;
    uint64_t length = encode(in, size, text);
    memcpy(out, text, length);
    int64_t decoded = decode(text, length, back, size);
    memcpy(out + 96, back, size);
    int64_t raw = decode((const char*)in, size, back, 32);
    return (uint64_t)decoded * 1000 + (uint64_t)raw;
}
