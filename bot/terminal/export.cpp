// `frontdesk export DIR PERSON --to TARGET`: everything of one human, readable, in a directory.
#include <filesystem>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/json.h"
#include "bot/base/text.h"
#include "bot/core/person.h"
#include "bot/store/data_directory.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/files.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kAll = std::numeric_limits<int>::max();

// As the store keeps it, but not as text within text.
json Parsed(const std::string& text) {
  auto value = base::ParseJson(text);
  return value ? std::move(*value) : json(text);
}

json PersonJson(const store::PersonRow& row) {
  return {{"account", row.account},
          {"id", row.platform_id},
          {"name", row.name},
          {"verified", row.verified},
          {"user", row.user},
          {"linked", row.linked},
          {"attributes", Parsed(row.attributes)}};
}

json MessageJson(const store::TranscriptRow& row) {
  return {{"at", base::FormatUtc(row.at)},
          {"from", row.from},
          {"internal", row.internal},
          {"delivery", store::ToString(row.delivery)},
          {"message", Parsed(row.body)}};
}

json FactJson(const store::FactRow& row) {
  return {{"at", base::FormatUtc(row.at)}, {"kind", row.kind}, {"subject", row.subject}, {"detail", row.detail}};
}

json TicketJson(const store::TicketRow& row) {
  return {{"number", row.number},
          {"state", row.state},
          {"queue", row.queue},
          {"owner", row.owner},
          {"opened", base::FormatUtc(row.opened)},
          {"ticket", Parsed(row.body)}};
}

class Exporter {
 public:
  Exporter(store::Store& store, std::string data, fs::path target)
      : store_(store), data_(std::move(data)), target_(std::move(target)) {}

  base::Status Write(store::Id who) {
    json everything;
    TRY(const auto identities, store_.IdentitiesOf(who, kAll));
    for (const store::PersonRow& row : identities) everything["identities"].push_back(PersonJson(row));
    TRY(const auto talks, store_.ConversationsOfHuman(who, kAll));
    for (const store::ConversationRow& row : talks) {
      TRY(json talk, Talk(row));
      everything["conversations"].push_back(std::move(talk));
    }
    TRY(const auto tickets, store_.TicketsOfHuman(who, kAll));
    for (const store::TicketRow& row : tickets) {
      TRY(json ticket, WithChanges(row));
      everything["tickets"].push_back(std::move(ticket));
    }
    TRY_STATUS(CopyFiles(everything));
    return WriteWholeFile(target_ / "person.json",
                          everything.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
  }

 private:
  base::Result<json> Talk(const store::ConversationRow& row) {
    json talk = {{"id", row.id},
                 {"account", row.address.account},
                 {"channel", row.address.channel},
                 {"thread", row.address.thread},
                 {"last", base::FormatUtc(row.updated)},
                 {"state", Parsed(row.state)},
                 {"messages", json::array()},
                 {"facts", json::array()}};
    TRY(const auto messages, store_.LoadTranscript(row.id, 0, kAll, true));
    for (const store::TranscriptRow& message : messages) {
      talk["messages"].push_back(MessageJson(message));
      NoteFiles(message.body);
    }
    TRY(const auto facts, store_.FactsOf(row.id, kAll));
    for (const store::FactRow& fact : facts) talk["facts"].push_back(FactJson(fact));
    return talk;
  }

  base::Result<json> WithChanges(const store::TicketRow& row) {
    json ticket = TicketJson(row);
    ticket["changes"] = json::array();
    NoteFiles(row.body);
    TRY(const auto changes, store_.TicketChanges(row.number));
    for (const store::TicketChangeRow& change : changes) {
      ticket["changes"].push_back(
          {{"at", base::FormatUtc(change.at)}, {"who", change.who}, {"what", change.what}, {"why", change.why}});
    }
    return ticket;
  }

  void NoteFiles(const std::string& body) {
    const json value = Parsed(body);
    if (!value.is_object() || !value.contains("files") || !value["files"].is_array()) return;
    for (const json& file : value["files"])
      if (file.is_object()) files_.insert(base::TextAt(file, "id"));
  }

  // Their names are strangers' words: the id stands first, and nothing in it leaves the folder.
  base::Status CopyFiles(json& everything) {
    for (const std::string& id : files_) {
      const auto row = store_.FindUpload(id);
      if (!row) continue;
      std::string name = id + "-" + row->file.name;
      std::replace(name.begin(), name.end(), '/', '_');
      std::error_code error;
      fs::create_directories(target_ / "files", error);
      fs::copy_file(fs::path(data_) / store::kUploadsFolder / id, target_ / "files" / name, error);
      if (error) {
        return base::Fail(base::ErrorCode::kUnavailable, "cannot copy a file: " + error.message(),
                          (target_ / "files" / name).string());
      }
      everything["files"].push_back({{"id", id}, {"name", row->file.name}, {"file", "files/" + name}});
    }
    return {};
  }

  store::Store& store_;
  const std::string data_;
  const fs::path target_;
  std::set<std::string> files_;
};

base::Status MakeTarget(const fs::path& target) {
  std::error_code error;
  const bool usable = !fs::exists(target, error) || (fs::is_directory(target, error) && fs::is_empty(target, error));
  if (!usable) {
    return base::Fail(base::ErrorCode::kConflict, "there is something already; choose a new directory",
                      target.string());
  }
  fs::create_directories(target, error);
  if (error)
    return base::Fail(base::ErrorCode::kUnavailable, "cannot make the directory: " + error.message(), target.string());
  fs::permissions(target, fs::perms::owner_all, error);
  return {};
}

}  // namespace

int ExportPerson(const ExportOptions& options, Streams streams) {
  const auto config = OpenConfig(options.directory, streams.err);
  if (!config) return kFailed;
  const base::SystemClock clock;
  const auto store = OpenData(*config, clock);
  if (!store) {
    PrintError(streams.err, store.error());
    return kFailed;
  }
  const auto person = FindHuman(**store, *config, options.person, streams.err);
  if (!person) return kFailed;
  base::Status done = MakeTarget(options.target);
  if (done) done = Exporter(**store, config->data, options.target).Write(person->who);
  if (!done) {
    PrintError(streams.err, done.error());
    return kFailed;
  }
  streams.out << "Wrote everything of " << core::NameOf(*person) << " to " << options.target << ".\n";
  return kOk;
}

}  // namespace frontdesk::terminal
