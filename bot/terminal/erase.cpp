// `frontdesk erase DIR PERSON`: one human is forgotten, everywhere.
#include <algorithm>

#include "bot/core/event_json.h"
#include "bot/core/person.h"
#include "bot/store/data_directory.h"
#include "bot/store/erasure.h"
#include "bot/terminal/commands.h"
#include "bot/terminal/opening.h"
#include "bot/terminal/people.h"

namespace frontdesk::terminal {

namespace {

// What cannot be read is theirs when it names them at all.
bool IsTheirs(const store::ParkedRow& parked, const std::vector<store::PersonRow>& identities) {
  const auto event = core::EventFromJson(parked.event);
  return std::any_of(identities.begin(), identities.end(), [&](const store::PersonRow& row) {
    if (row.account != parked.account || row.platform_id.empty()) return false;
    if (!event) return parked.event.find(row.platform_id) != std::string::npos;
    return event->author.id == row.platform_id || event->address.channel == row.platform_id;
  });
}

std::string Names(const store::Footprint& footprint) {
  std::string names;
  for (const store::PersonRow& row : footprint.identities) names += (names.empty() ? "" : ", ") + core::NameOf(row);
  return names;
}

void Show(const store::Footprint& footprint, std::ostream& out) {
  out << "Person: " << Names(footprint) << "\nTickets:";
  for (const store::Id number : footprint.tickets) out << " #" << number;
  out << (footprint.tickets.empty() ? " none" : "") << "\nConversations: " << footprint.conversations << " with "
      << footprint.messages << " messages, " << footprint.waiting
      << " of them on their way\nFiles: " << footprint.files.size() << "\nRecords of what happened: " << footprint.facts
      << "\nEvents that could not be handled: " << footprint.parked.size() << '\n';
}

int Finish(const base::Status& status, std::ostream& err) {
  if (status) return kOk;
  PrintError(err, status.error());
  return kFailed;
}

std::optional<store::PersonRow> Find(const runtime::Config& config, const std::string& name, std::ostream& err) {
  const base::SystemClock clock;
  const auto store = OpenData(config, clock);
  if (store) return FindHuman(**store, config, name, err);
  PrintError(err, store.error());
  return std::nullopt;
}

}  // namespace

int ErasePerson(const EraseOptions& options, Streams streams) {
  const auto config = OpenConfig(options.directory, streams.err);
  const auto person = config ? Find(*config, options.person, streams.err) : std::nullopt;
  if (!person) return kFailed;
  // A server at work remembers conversations; it must not write back what is erased here.
  std::optional<store::DataLock> lock;
  if (options.yes) {
    auto locked = store::LockDataDirectory(config->data);
    if (!locked) return Finish(tl::unexpected(locked.error()), streams.err);
    lock.emplace(std::move(*locked));
  }
  const auto footprint = store::FootprintOf(config->data, person->who, IsTheirs);
  if (!footprint) return Finish(tl::unexpected(footprint.error()), streams.err);
  Show(*footprint, streams.out);
  if (!options.yes) {
    streams.out << "Nothing was erased. Stop the server and add --yes to erase all of this for good.\n";
    return kFailed;
  }
  if (const base::Status erased = store::Erase(config->data, person->who, *footprint); !erased)
    return Finish(erased, streams.err);
  streams.out << "Erased. Backups, and drafts of articles in the workspace, keep what they have.\n";
  return kOk;
}

}  // namespace frontdesk::terminal
