// What the WebSocket did not bring is read over the API: the posts of a gap, in the order in which they were written,
// and where an event belongs that only names a post. It goes only when the socket, or an outgoing webhook, says so.
//
// Thread safety: no state. Bounds: kMaxChannels channels with kMaxPages pages each. Failure: as Puller; a channel that
// we may not read any more is passed over.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/adapter.h"
#include "adapters/mattermost/post.h"

namespace frontdesk::adapters::mattermost {

inline constexpr std::size_t kMaxChannels = 1'000;
inline constexpr int kMaxPages = 25;
inline constexpr int kPage = 200;  // posts, the most that the server gives

// Taken::pull. "Read what was written after that", by the server's clock in ms; 0: after what was read last.
std::string LookWord(std::int64_t since);
// "All before that has been taken."
std::string MarkWord(std::int64_t until);
// "Find out where it belongs, and take it."
std::string PlaceWord(const nlohmann::json& frame, const Bot& bot);

class CatchUp final : public Puller {
 public:
  base::Millis every() const override { return std::chrono::seconds(30); }
  base::Result<Call> Pull(const PullFrom& from, Env env) const override;
  base::Result<Pulled> OnPulled(const Call& call, const HttpAnswer& answer, const PullFrom& from,
                                Env env) const override;
};

}  // namespace frontdesk::adapters::mattermost
