// Hashes of pieces of text, and a compact table from such a hash to a small number. Two pieces with the same 64-bit
// hash are taken for the same piece: at a million pieces the chance of one such pair is 1 in 30 million.
//
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

using Hash = std::uint64_t;

constexpr Hash Mix(Hash a, Hash b) {
  Hash mixed = (a ^ (b + 0x9E3779B97F4A7C15ull + (a << 6) + (a >> 2))) * 0xFF51AFD7ED558CCDull;
  return mixed ^ (mixed >> 32);
}

// `kind` keeps pieces of different nature apart, such as a word and the same letters inside another.
constexpr Hash HashOf(std::u32string_view piece, Hash kind) {
  Hash hash = 0xCBF29CE484222325ull ^ (kind * 0x9E3779B97F4A7C15ull);
  for (const char32_t point : piece) {
    hash = (hash ^ point) * 0x100000001B3ull;
    hash ^= hash >> 29;
  }
  return hash;
}

class HashTable {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

  explicit HashTable(std::size_t expected = 0) { Resize(expected * 2); }

  std::uint32_t Find(Hash key) const { return slots_[Slot(key)].value; }
  bool Contains(Hash key) const { return Find(key) != kAbsent; }

  // The value of `key`, which is `fallback` when it was absent.
  std::uint32_t& At(Hash key, std::uint32_t fallback = 0) {
    if (size_ * 2 >= slots_.size()) Resize(slots_.size() * 2);
    Entry& entry = slots_[Slot(key)];
    if (entry.value == kAbsent) {
      entry = {key, fallback};
      ++size_;
    }
    return entry.value;
  }

  std::size_t size() const { return size_; }

 private:
  struct Entry {
    Hash key = 0;
    std::uint32_t value = kAbsent;
  };

  std::size_t Slot(Hash key) const {
    std::size_t at = (key ^ (key >> 31)) & (slots_.size() - 1);
    while (slots_[at].value != kAbsent && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void Resize(std::size_t least) {
    std::size_t size = 16;
    while (size < least) size *= 2;
    std::vector<Entry> old(size);
    old.swap(slots_);
    for (const Entry& entry : old) {
      if (entry.value != kAbsent) slots_[Slot(entry.key)] = entry;
    }
  }

  std::vector<Entry> slots_;
  std::size_t size_ = 0;
};

}  // namespace frontdesk::knowledge
