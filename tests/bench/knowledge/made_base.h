// A knowledge base and questions to it, made by rule from a seed: for speed and memory at sizes that no real base at
// hand has. Topics are an act, a thing and a place; questions use other words and templates than the phrasings. The
// shares that are answered rightly say nothing about real bases.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace frontdesk::bench {

struct MadeBase {
  std::string articles;   // JSON lines {"id","title","phrasings","tags","body"}
  std::string questions;  // JSON lines {"id","query","relevant"}
};

// At most 30 x 40 x 24 articles; `body_words` 0 leaves the bodies empty.
MadeBase MakeBase(std::size_t articles, std::size_t phrasings, std::size_t body_words, std::size_t questions,
                  std::uint64_t seed);

}  // namespace frontdesk::bench
