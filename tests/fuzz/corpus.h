// A fuzzer's corpus as an ordinary test: every file as it is, and then damaged in ways that a seed decides.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace frontdesk::fuzz {

// Of tests/fixtures/fuzz/NAME, by name.
inline std::vector<std::string> ReadCorpus(const std::string& name) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(FD_SOURCE_DIR "/tests/fixtures/fuzz/" + name)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return corpus;
}

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  // A few cuts, repeats, changed bytes and pieces of another text.
  std::string Of(std::string text, const std::string& other) {
    for (std::uint64_t left = 1 + Below(4); left > 0; --left) {
      const std::size_t at = Below(text.size() + 1);
      switch (Below(5)) {
        case 0: text.insert(at, 1, static_cast<char>(Below(256))); break;
        case 1: text.erase(at, Below(8)); break;
        case 2: text.insert(at, text.substr(Below(text.size() + 1), Below(64))); break;
        case 3: text.insert(at, other.substr(Below(other.size() + 1), Below(64))); break;
        default:
          if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << Below(8)));
      }
    }
    return text;
  }

  std::size_t Below(std::size_t bound) { return random_() % bound; }

 private:
  std::mt19937_64 random_;
};

// Calls `see` for each text of the corpus and for `rounds` damaged ones.
template <typename See>
void ForCorpus(const std::vector<std::string>& corpus, std::uint64_t seed, std::size_t rounds, See see) {
  for (const std::string& text : corpus) see(text);
  Damage damage(seed);
  for (std::size_t i = 0; i < rounds; ++i) {
    see(damage.Of(corpus[damage.Below(corpus.size())], corpus[damage.Below(corpus.size())]));
  }
}

}  // namespace frontdesk::fuzz
