// Catching up from an archive (XEP-0313): our own, or a room's, page by page behind the last message that was stored.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "adapters/xmpp/view.h"
#include "bot/base/clock.h"
#include "bot/base/result.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {

inline constexpr int kArchivePage = 50;

// Where to read on, for an archive of which nothing is known yet: from a moment instead of behind a message.
std::string CursorAt(base::TimePoint moment);

// A question to `archive`: a room, or "" for our own. `query` names the answers. `cursor` is the archive's id of the
// last message that was stored, or CursorAt().
base::XmlElement ArchiveQuery(const std::string& archive, const std::string& query, const std::string& cursor);

// The message inside a result of that query, with the archive's id as its stanza-id, so that it becomes the same event
// as when it came by itself. Nothing for other stanzas, and for results that others than the archive sent.
struct Archived {
  std::string id;
  base::XmlElement message;
};
std::optional<Archived> ArchivedIn(const base::XmlElement& message, const View& view, const std::string& archive,
                                   const std::string& query);

// Where a message that came by itself stands in an archive whose word we can trust; `id` is "" when nobody said.
struct ArchivePlace {
  std::string archive;  // "" is our own
  std::string id;
};
ArchivePlace PlaceInArchive(const base::XmlElement& message, const View& view);

// Asks for what was said with `with`, or in the room `archive`, since `since`: to see whether a message of ours got
// through. `after` is the last message of the page before, "" for the first.
base::XmlElement SentQuery(const std::string& archive, const std::string& query, const std::string& with,
                           base::TimePoint since, const std::string& after);
// The sender's id of a message that such a query has found.
std::optional<std::string> FoundIn(const base::XmlElement& message, const View& view, const std::string& query);

// How a page ended.
struct ArchivePage {
  bool complete = false;
  std::string last;  // the archive's id of its last message; "" for an empty page
};
// kNotFound when the archive no longer has `after`: it is to be read from its newest message on; kUnavailable for any
// other error.
base::Result<ArchivePage> ArchivePageOf(const base::XmlElement& answer);

}  // namespace frontdesk::adapters::xmpp
