// From what a search found to how likely its best article is the right one, as it holds for knowledge bases at large.
// calibration.h bends it to one base.
//
// Thread safety: pure functions.
#pragma once

namespace frontdesk::knowledge {

// What a search knows about its best article. Shown by `ask --explain`.
struct Signals {
  double score = 0;        // of the best: its share of each view below, added
  double gap = 0;          // to the score of the second best
  double share = 0;        // by the softmax, of all articles together
  double share_gap = 0;    // to the largest share of another article among the hits
  double logit = 0;        // of the softmax
  double energy = 0;       // logsumexp of all logits, less ln(articles): how much the question is of this base at all
  double margin = 0;       // of the support vector machine
  double nearest = 0;      // cosine to the article's nearest phrasing
  double nearest_any = 0;  // cosine to the nearest phrasing of any article
  double centroid = 0;     // cosine to the middle of its phrasings
  double fields = 0;       // weighted terms of title, questions, tags and body
  double known = 0;        // the share of the question that the base has words for
  double covered = 0;      // the share of the question that the article's phrasings have words for
  double features = 0;     // of the question, that the base has
  double agree = 0;        // how many of softmax, nearest and centroid name this article first, 0 to 3
  double articles = 0;     // in the base
  double phrasings = 0;    // in the base
  bool exact = false;      // somebody wrote this very question
};

// The log odds.
double GenericLogit(const Signals& signals);

}  // namespace frontdesk::knowledge
