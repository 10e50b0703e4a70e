// What a message is before anybody looks for an answer to it: a greeting, anger, a question, several questions.
// English and Chinese, by word lists: quick, explainable, and silent when in doubt.
//
// Thread safety: pure functions. Bounds: linear in the first kMaxSmallTalkBytes of the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::knowledge {

inline constexpr std::size_t kMaxSmallTalkBytes = 4'000;
inline constexpr std::size_t kMaxSmallTalkLetters = 80;  // of a greeting made of several
inline constexpr std::size_t kMaxSplitQuestions = 5;

enum class SmallTalk { kNone, kHello, kThanks, kBye, kOk, kHowAreYou, kWhoAreYou };

// Only when the whole message is small talk: "ok, thanks a lot!" and 👍 are, "thanks, but how do I log in?" is not.
SmallTalk RecogniseSmallTalk(std::string_view text);

// Letters or digits of any script, beside mentions: "?!" has none.
bool HasWords(std::string_view text);

// The person is angry: deserves a kind sentence and a way to a person, not an article.
bool SoundsAngry(std::string_view text);

// A question or a request that can be answered as it stands; a fragment ("and also", "the blue one") is not.
bool LooksLikeQuestion(std::string_view text);

// A question and nothing else: what interrupts a form that waits for a description. Stricter than LooksLikeQuestion,
// for which "export my data" and "it won't start" are requests as well.
bool AsksOutright(std::string_view text);

// The sentences of a message that look like questions, in order, at most kMaxSplitQuestions; the whole message as one,
// its small talk left out, when it has no more than one.
std::vector<std::string> SplitQuestions(std::string_view text);

}  // namespace frontdesk::knowledge
