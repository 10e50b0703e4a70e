// A message whose answer was lost. Slack has no key against duplicates, so that it is looked for by the id in its
// metadata: where it stands it has been sent; where it does not it is sent once more. What cannot be told stays
// unknown.
//
// How it is said: SendResult::avoid of the lost call names the part, and Next searches; avoid of a search in vain says
// that the part is missing, and Next sends. Both words are of one part and one try.
//
// Thread safety: pure functions. Source: docs.slack.dev, conversations.history and conversations.replies.
#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.h"
#include "bot/base/result.h"

namespace frontdesk::adapters::slack {

// The id that this part carries in its metadata.
std::string PartId(const Sending& sending);

// Of a call whose end is not known: the word for SendResult::avoid; "" when there is nothing to look for.
std::string LostWord(const Call& call);

// The next call of the search; nothing when the part is not lost, or known to be missing. `thread`: where it was sent.
base::Result<std::optional<Call>> NextOfSearch(const Sending& sending, const std::string& thread, Env env);

bool IsSearch(const Call& call);
SendResult OutcomeOfSearch(const Call& call, const CallResult& result);

}  // namespace frontdesk::adapters::slack
