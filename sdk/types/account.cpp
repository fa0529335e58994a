#include "sdk/types/account.hpp"

#include <algorithm>

namespace orrery {
namespace {

AccountData::Chunk make_chunk(ByteSpan bytes) {
    return std::make_shared<const Bytes>(bytes.begin(), bytes.end());
}

bool same(const AccountData::Chunk& chunk, ByteSpan bytes) {
    return chunk->size() == bytes.size() &&
           std::memcmp(chunk->data(), bytes.data(), bytes.size()) == 0;
}

}  // namespace

AccountData AccountData::from(ByteSpan bytes) { return from(bytes, AccountData{}); }

AccountData AccountData::from(ByteSpan bytes, const AccountData& base) {
    AccountData out;
    out.size_ = bytes.size();
    if (bytes.empty()) return out;
    const auto old = base.chunks();
    const auto pick = [&](std::size_t index, ByteSpan part) {
        return index < old.size() && same(old[index], part) ? old[index] : make_chunk(part);
    };
    if (bytes.size() <= chunk_size) {
        out.first_ = pick(0, bytes);
        return out;
    }
    std::vector<Chunk> chunks;
    chunks.reserve((bytes.size() + chunk_size - 1) / chunk_size);
    for (std::size_t at = 0; at < bytes.size(); at += chunk_size)
        chunks.push_back(
            pick(at / chunk_size, bytes.subspan(at, std::min(chunk_size, bytes.size() - at))));
    out.chunks_ = std::make_shared<const std::vector<Chunk>>(std::move(chunks));
    return out;
}

AccountData AccountData::adopt(Bytes bytes, const AccountData& base) {
    if (bytes.empty() || bytes.size() > chunk_size) return from(bytes, base);
    AccountData out;
    out.size_ = bytes.size();
    out.first_ = base.first_ && same(base.first_, bytes)
                     ? base.first_
                     : std::make_shared<const Bytes>(std::move(bytes));
    return out;
}

std::optional<ByteSpan> AccountData::block() const {
    if (size_ == 0) return ByteSpan{};
    if (first_) return ByteSpan{*first_};
    return std::nullopt;
}

std::span<const AccountData::Chunk> AccountData::chunks() const {
    if (chunks_) return *chunks_;
    if (first_) return {&first_, 1};
    return {};
}

void AccountData::copy_to(MutByteSpan out, std::size_t offset) const {
    const auto all = chunks();
    std::size_t done = 0;
    while (done < out.size()) {
        const auto at = offset + done;
        const auto& chunk = *all[at / chunk_size];
        const auto inside = at % chunk_size;
        const auto n = std::min(chunk.size() - inside, out.size() - done);
        std::memcpy(out.data() + done, chunk.data() + inside, n);
        done += n;
    }
}

Bytes AccountData::to_bytes() const { return slice(0, size_); }

Bytes AccountData::slice(std::size_t offset, std::size_t length) const {
    offset = std::min(offset, size_);
    Bytes out(std::min(length, size_ - offset));
    copy_to(out, offset);
    return out;
}

bool AccountData::operator==(const AccountData& other) const {
    if (size_ != other.size_) return false;
    const auto a = chunks(), b = other.chunks();
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Chunk& x, const Chunk& y) { return x == y || *x == *y; });
}

bool AccountData::equals(ByteSpan bytes) const {
    if (size_ != bytes.size()) return false;
    std::size_t at = 0;
    for (const auto& chunk : chunks()) {
        if (std::memcmp(chunk->data(), bytes.data() + at, chunk->size()) != 0) return false;
        at += chunk->size();
    }
    return true;
}

bool differs(const AccountRef& a, const AccountRef& b) {
    if (a == b) return false;
    if (!a || !b) return true;
    return a->lamports != b->lamports || a->owner != b->owner || a->executable != b->executable ||
           !(a->data == b->data);
}

}  // namespace orrery
