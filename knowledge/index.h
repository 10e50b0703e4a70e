// Finds the article that answers a question, and says how likely it is the right one.
//
// An Index is immutable: build a new one when the knowledge changes and swap the pointer. It owns the Library it was
// built from. The same library gives the same answers, bit for bit, in whatever order its files were read.
//
// Thread safety: every const function may be called from any thread at once.
// On failure: nothing fails; an empty or hostile question gets an empty Ranking with confidence 0.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.h"
#include "knowledge/confidence.h"
#include "knowledge/hash_table.h"
#include "knowledge/library.h"
#include "knowledge/policy.h"

namespace frontdesk::knowledge {

struct Language;

inline constexpr std::size_t kMaxHits = 10;

struct Question {
  std::string text = {};                  // as the person typed it; only the first kMaxQuestionBytes are read
  std::string locale = {};                // decides between equal phrasings of two articles
  std::string account = {};               // empty sees every article
  std::string tier = {};                  // of the person; asked only together with `account`
  std::vector<std::string> exclude = {};  // ids that must not come back, such as articles just rejected
  base::TimePoint now{};                  // the epoch: validity is not asked
};

struct Hit {
  std::size_t article = 0;  // index into library().articles
  std::string id;
  double score = 0;
};

struct Ranking {
  std::vector<Hit> hits;  // best first, at most kMaxHits
  double confidence = 0;  // 0..1, that hits[0] is right; low when the question is out of scope
  Band band = Band::kNeither;
  Signals signals;  // what the confidence was made of
};

class Index {
 public:
  Index(Library library, std::shared_ptr<const Language> language);
  ~Index();
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  Ranking Search(const Question& question) const;

  const Library& library() const { return library_; }
  const Article* Find(std::string_view id) const;  // null when there is none

 private:
  struct Parts;
  bool Visible(const Article& article, const Question& question) const;
  std::optional<std::uint32_t> Exact(const std::vector<Hash>& keys, const Question& question) const;
  std::vector<Hit> Best(const std::vector<float>& scores, const Question& question) const;

  Library library_;
  std::unique_ptr<const Parts> parts_;
};

// With the tables that are embedded in the binary.
std::shared_ptr<const Index> BuildIndex(Library library);

}  // namespace frontdesk::knowledge
