#include "bot/base/embedded.h"
#include "bot/runtime/workspace.h"

namespace frontdesk::runtime {

namespace {

constexpr std::string_view kFlowLibrary = "flows/library/";
constexpr std::string_view kTaxonomy = "bot/desk/taxonomy.yaml";

constexpr std::string_view kConfig =
    R"(# This file, flows/ and knowledge/ are your support desk. Save a change and the running desk takes it up;
# 'frontdesk check' finds mistakes before your users do.
frontdesk: 1

# Where the server listens, and how your users reach it from outside. Links in answers begin with public_url.
listen: 127.0.0.1:8080
# public_url: https://help.example.com

# Conversations, tickets and uploads are kept here. This is the directory to back up.
data: ./data

# How the bot introduces itself: "the Relay support bot". Put the name of your own product here.
product: Relay

# The languages you answer in. The first is used for everybody who speaks none of them.
locales: [en, zh]

# Dates that the bot names are told in this zone.
zone: UTC

# The first greeting offers these articles; the ids are the names of the files in knowledge/articles/.
top_questions: [reset-password, notifications-missing, call-lag]

# Your own words for the first greeting, if the built-in ones do not suit:
# greeting:
#   en: Hello! I am the Relay bot. Ask me anything, or type "human" to reach a person.
#   zh: 你好！我是 Relay 客服机器人。请直接提问，或输入“人工”联系客服。

# Where people reach the bot. The chat widget may be embedded by every page unless you name the pages' origins.
accounts:
  widget:
    type: web
    # origins: ["https://shop.example.com"]
    # suggestions: false               # no titles of articles while the visitor writes

# Where the conversations wait that need a person. Problem reports prefer a queue named 'tech', ideas one named
# 'product', complaints about service one named 'quality'; without them everything goes to the first.
desk:
  queues:
    general: {}
  # Hours in which a queue is served; clocks stand still while it is not, and users are told when somebody is back.
  # Without 'calendar' a queue is served around the clock. Several calendars take turns: calendar: [office, night].
  # calendars:
  #   office:
  #     zone: Asia/Shanghai
  #     hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}
  #     holidays: [2027-01-01]
  #     days: {2027-02-06: ["09:00-18:00"]}    # a working Saturday
  # queues: {general: {calendar: office}}
  # Fields of your own on every ticket; a flow's slot of the same name fills one, agents see and set them.
  # fields:
  #   order: {label: {en: Order number, zh: 订单号}, type: text, required: resolve}
  # Points of the two figures: urgency orders the queue, weight orders what to fix. These are added to the built-in ones.
  # urgency: {customer: {gold: 10}}
  # weight: {area: {billing: 20}}

# Behind a reverse proxy, name its address, so that limits count your users and not the proxy.
limits:
  connections_per_address: 200
  # events_per_address: 1200           # a minute, of visitors of the chat widget
  trusted_proxies: []
  # Systems that the lookup steps of flows may ask.
  # lookup_hosts: [orders.example.com]
  # How large files may be that users send; at most 50 MB.
  # files: {image: 10MB, video: 50MB, audio: 20MB, other: 20MB}
  # Sensitive answers are taken off a ticket after so many days; 0 keeps them.
  # sensitive_days: 90

# What your own server, or 'frontdesk import people', tells of people and flows may read as profile.NAME, besides
# company, email, phone, plan, role, since, tier and time_zone:
# attributes: [department, seats]

# Without a proxy, the server speaks TLS itself. The files are read again when they change.
# tls:
#   certificate: tls/fullchain.pem
#   key: file:tls/key.pem
)";

}  // namespace

base::SourceFiles ShippedWorkspace() {
  base::SourceFiles files = {{std::string(kConfigFile), std::string(kConfig)}};
  for (const base::EmbeddedFile& file : embedded::workspace()) {
    std::string path(file.path);
    if (path == kTaxonomy) path = desk::kTaxonomyFile;
    if (path.starts_with(kFlowLibrary)) path = "flows/" + path.substr(kFlowLibrary.size());
    files.push_back({std::move(path), std::string(file.bytes)});
  }
  return files;
}

base::SourceFile ShippedTaxonomy() {
  for (const base::EmbeddedFile& file : embedded::workspace())
    if (file.path == kTaxonomy) return {std::string(desk::kTaxonomyFile), std::string(file.bytes)};
  return {std::string(desk::kTaxonomyFile), "taxonomy: 1\n"};
}

}  // namespace frontdesk::runtime
