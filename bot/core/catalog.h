// Everything that the brain knows beside the conversation: flows, knowledge and the workspace's policy. Immutable;
// a reload builds a new one and swaps the pointer, so a decision sees one state of affairs from begin to end.
//
// Thread safety: read from any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/base/clock.h"
#include "bot/desk/calendar.h"
#include "bot/desk/channel.h"
#include "bot/desk/custom_field.h"
#include "bot/desk/figures.h"
#include "bot/desk/incident.h"
#include "bot/desk/rules.h"
#include "bot/desk/service_level.h"
#include "bot/desk/taxonomy.h"
#include "flows/global_words.h"
#include "flows/library.h"
#include "knowledge/index.h"

namespace frontdesk::core {

// Against talk without end in one conversation: what is more than this is no person's, or is one's whom we do not help.
struct Brakes {
  int heard_per_minute = 40;    // nobody types as fast; a form filled in by pressing buttons is no typing
  int answers_per_minute = 10;  // to free words; questions of a flow are not counted, they end by themselves
  int answers_per_hour = 60;
  int same_per_hour = 3;  // times that one speaker says one sentence
};

// What frontdesk.yaml says about behaviour. The first locale and the first queue are the defaults.
struct Policy {
  std::string product = "Frontdesk";  // "Hi, I am the Frontdesk support bot."
  std::vector<std::string> locales = {"en"};
  std::map<std::string, std::string> platforms;  // account -> its type
  std::vector<std::string> queues = {"general"};
  std::map<std::string, desk::Hours> hours;  // when a queue is served; none or empty: around the clock
  desk::ServiceLevels levels;
  std::vector<std::string> top_questions;       // article ids shown in the greeting; empty: the first three that suit
  std::map<std::string, std::string> greeting;  // "locale" or "account/locale" -> text; replaces the built-in one
  std::string public_url;                       // for source links; empty: relative links
  std::string zone = "UTC";
  base::Millis burst_window{1500};  // 0: answer every fragment at once
  base::Millis flow_reminder{std::chrono::minutes(10)};
  base::Millis sensitive_kept{std::chrono::days(90)};  // on a ticket; 0: for ever
  desk::Channels desk_channels;                        // where agents work beside the console
  desk::IncidentPolicy incidents;
  desk::Rules desk;          // routing, queues, roster, time-outs
  flows::GlobalWords words;  // built-in ones, and the workspace's own
  desk::Taxonomy taxonomy;
  desk::CustomFields fields;
  Brakes brakes;
  desk::UrgencyPoints urgency;
  desk::WeightPoints weight;
};

struct Catalog {
  Policy policy;
  flows::FlowLibrary flows;
  std::shared_ptr<const knowledge::Index> knowledge;  // never null
};

}  // namespace frontdesk::core
