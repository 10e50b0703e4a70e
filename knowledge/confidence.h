// From what a search found to the probability that its best article is the right one.
//
// Thread safety: pure functions.
#pragma once

namespace frontdesk::knowledge {

// What a search knows about its best article. Shown by `ask --explain`.
struct Signals {
  double score = 0;     // of the best: its share of each view below, added
  double gap = 0;       // to the score of the second best
  double nearest = 0;   // cosine to the article's nearest phrasing
  double centroid = 0;  // cosine to the middle of its phrasings
  double fields = 0;    // weighted terms of title, questions, tags and body
  bool exact = false;   // somebody wrote this very question
};

double Confidence(const Signals& signals);

}  // namespace frontdesk::knowledge
