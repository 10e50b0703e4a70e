#include "adapters/mattermost/place.h"

#include "adapters/mattermost/account.h"
#include "adapters/mattermost/wire.h"

namespace frontdesk::adapters::mattermost {

Place DirectPlace(const Settings& settings, std::string_view user, std::string_view channel, std::string_view root) {
  Place place;
  place.address = {settings.account, std::string(user), {}};
  place.direct = true;
  if (!IsId(channel)) return place;
  place.path = base::ReplyPath{std::string(channel)};
  if (IsId(root)) place.path->words.append("/").append(root);
  return place;
}

Place PlaceOf(const Settings& settings, ChannelKind kind, std::string_view channel, std::string_view user,
              std::string_view root, std::string_view post) {
  if (kind == ChannelKind::kDirect) return DirectPlace(settings, user, channel, root);
  Place place;
  place.address = {settings.account, std::string(channel), std::string(IsId(root) ? root : post)};
  return place;
}

Target TargetIn(const base::ReplyPath& path) {
  const auto slash = path.words.find('/');
  Target target{path.words.substr(0, slash), {}};
  if (slash != std::string::npos) target.root = path.words.substr(slash + 1);
  return target;
}

std::optional<Target> TargetOf(const base::Address& address, const base::ReplyPath* path, const Settings& settings) {
  if (!address.thread.empty() || HearsAll(settings, address.channel)) return Target{address.channel, address.thread};
  if (path == nullptr || path->words.empty()) return std::nullopt;
  Target target = TargetIn(*path);
  if (!IsId(target.channel)) return std::nullopt;
  if (!IsId(target.root)) target.root.clear();
  return target;
}

}  // namespace frontdesk::adapters::mattermost
