// Where a talk is on QQ: with one person, in a group, in a text channel of a guild, or in a guild's direct messages;
// and how long, and by which id, an answer may be given there.
// https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/send.html
//
// Thread safety: pure functions and plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace frontdesk::adapters::qq {

struct Place {
  enum class Kind { kPerson, kGroup, kChannel, kDirect };
  Kind kind = Kind::kPerson;
  std::string id;  // the person's or the group's openid, the channel's id, the guild's id of direct messages
};

// "OPENID", "group:OPENID", "guild:CHANNEL", "dm:GUILD".
std::string ChannelOf(const Place& place);
Place PlaceOf(std::string_view channel);
// "/v2/users/OPENID/messages"
std::string MessagesPath(const Place& place);
// Files are uploaded beside the messages of people and groups; "" elsewhere.
std::string FilesPath(const Place& place);

// After a message or an event, and how many messages answer it; 0: any number.
base::Millis WindowOf(Place::Kind kind);
int RepliesIn(Place::Kind kind);

// What an answer is an answer to. Event ids are "msg:ID" or "event:ID", so that a reply finds it in the event that it
// came from, however late it is sent.
struct Cause {
  bool event = false;
  std::string id;
};
std::string WordsOf(const Cause& cause);
std::optional<Cause> CauseIn(std::string_view words);

}  // namespace frontdesk::adapters::qq
