// Finds the article that answers a question, and says how likely it is the right one.
//
// An Index is immutable: build a new one when the knowledge changes and swap the pointer. It owns the Library it was
// built from, together with its calibrated copy. The same library gives the same answers, bit for bit, in whatever
// order its files were read.
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
#include "knowledge/calibration.h"
#include "knowledge/hash_table.h"
#include "knowledge/library.h"
#include "knowledge/policy.h"

namespace frontdesk::knowledge {

struct Language;
class TextSpace;

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

  // The same index with its confidence measured on its own base instead of on bases at large. This trains several
  // times, so it is for a thread that nobody waits for, or for those who ask for the last word.
  std::shared_ptr<const Index> Calibrated() const;

  const Library& library() const;
  const TextSpace& texts() const;  // compares free texts by what this base knows of words
  const Calibration& calibration() const { return calibration_; }
  const Article* Find(std::string_view id) const;  // null when there is none
  // For `question`'s account, tier and moment; false for the excluded ones too.
  bool Visible(const Article& article, const Question& question) const;

 private:
  struct Parts;
  friend class Explainer;
  Index(std::shared_ptr<const Parts> parts, const Calibration& calibration);
  std::optional<std::uint32_t> Exact(const std::vector<Hash>& keys, const Question& question) const;
  std::vector<Hit> Best(const std::vector<float>& scores, const Question& question) const;

  std::shared_ptr<const Parts> parts_;
  Calibration calibration_;
};

// With the tables that are embedded in the binary, calibrated.
std::shared_ptr<const Index> BuildIndex(Library library);

}  // namespace frontdesk::knowledge
