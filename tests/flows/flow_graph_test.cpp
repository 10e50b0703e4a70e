// A flow as a picture: every step and every way is in it, and nothing in its texts can break it.
#include "flows/flow_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/base/xml.h"
#include "flows/graph_svg.h"
#include "flows/layered_layout.h"
#include "flows/reach.h"
#include "tests/flows/flow_fixture.h"

namespace frontdesk::flows {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTangled[] = R"(flow: test
title: A <b> & "tangled" one
locale: en
start: {commands: [go]}
steps:
  - {ask: a, type: choice, text: "Which | of #35; [them]?", options: [{value: x, label: X}, {value: y, label: Y}], on_fail: {goto: person}}
  - branch:
      - {when: {a: x}, goto: b}
      - {else: rest}
  - {ask: b, type: number, text: How many?, when: {not: {b: {known: true}}}}
  - branch:
      - {when: {any: [{b: {above: 3}}, {a: [x, y]}]}, goto: again}
  - label: rest
  - {ticket: {category: service, title: "{{a}}"}}
  - {end: done}
  - {label: again, set: {a: , b: }, goto: a}
  - {label: person, handoff: {reason: stuck}}
)";

TEST(FlowGraph, IsWrittenAsMermaid) {
  std::string lines;
  const FlowLibrary library = LoadText(kTangled, &lines);
  ASSERT_EQ(library.flows().size(), 1u) << lines;
  EXPECT_EQ(ToMermaid(GraphOf(*library.flows().front(), "en")),
            R"(flowchart TD
  s0(["A #60;b#62; #38; #34;tangled#34; one<br/>/go"])
  s1["a (choice)<br/>Which #124; of #35;35#59; #91;them#93;?"]
  s2{"?"}
  s3["b (number), if not (b is known)<br/>How many?"]
  s4{"?"}
  s5[["ticket<br/>service: #123;#123;a#125;#125;"]]
  s6(["done"])
  s7["again<br/>forget a, forget b"]
  s8{{"person<br/>a person: stuck"}}
  s0 --> s1
  s1 -.->|"after 3 tries"| s8
  s1 --> s2
  s2 -->|"a is x"| s3
  s2 -->|"else"| s5
  s3 --> s4
  s4 -->|"b above 3 or a is x or y"| s7
  s4 -->|"else"| s5
  s5 --> s6
  s7 --> s1
)");
}

TEST(FlowGraph, HasEveryStepAndEveryWayOfTheShippedFlows) {
  base::Findings findings;
  const FlowLibrary library = LoadFlows(ShippedFlows(), BothLocales(), findings);
  ASSERT_GE(library.flows().size(), 3u);
  for (const auto& flow : library.flows()) {
    std::size_t boxes = 1, ways = 1;
    for (std::size_t i = 0; i < flow->steps.size(); ++i) {
      if (std::holds_alternative<GotoStep>(flow->steps[i].body)) continue;
      ++boxes;
      ways += Successors(*flow, static_cast<int>(i)).size();
    }
    for (const char* locale : {"en", "zh"}) {
      const FlowGraph graph = GraphOf(*flow, locale);
      EXPECT_EQ(graph.nodes.size(), boxes) << flow->id;
      EXPECT_EQ(graph.edges.size(), ways) << flow->id;
    }
  }
}

TEST(FlowGraph, AsSvgIsSoundXmlWithAllItsWords) {
  const FlowLibrary library = LoadText(kTangled);
  const std::string svg = ToSvg(GraphOf(*library.flows().front(), "en"));
  const auto root = base::ReadXml(svg, 1 << 20);
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->name, "svg");
  EXPECT_THAT(svg, HasSubstr("<title>A &lt;b&gt; &amp; &quot;tangled&quot; one</title>"));
  EXPECT_THAT(svg, HasSubstr(">Which | of #35; [them]?</text>"));
  EXPECT_THAT(svg, HasSubstr(">b above 3 or a is x or y</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("<b>")));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

// Any graph: a fixed little generator, so that a failure can be looked at again.
Layout RandomLayout(unsigned seed) {
  auto next = [&seed](unsigned below) { return (seed = seed * 1664525u + 1013904223u) / 65536u % below; };
  Layout layout;
  const unsigned boxes = 1 + next(40);
  for (unsigned i = 0; i < boxes; ++i) layout.boxes.push_back({20.0 + next(200), 20.0 + next(60)});
  for (unsigned i = 1; i < boxes; ++i)
    layout.arrows.push_back({static_cast<int>(next(i)), static_cast<int>(i), next(2) * 50.0});
  for (unsigned extra = next(boxes); extra > 0; --extra)
    layout.arrows.push_back({static_cast<int>(next(boxes)), static_cast<int>(next(boxes)), next(2) * 50.0});
  return layout;
}

bool Overlap(const LayoutBox& a, const LayoutBox& b) {
  return std::abs(a.middle.x - b.middle.x) < (a.width + b.width) / 2 - 0.001 &&
         std::abs(a.middle.y - b.middle.y) < (a.height + b.height) / 2 - 0.001;
}

TEST(LayeredLayout, NeverPutsABoxOnAnotherOrOutOfThePicture) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    Layout layout = RandomLayout(seed);
    PlaceInLayers(layout);
    for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
      const LayoutBox& box = layout.boxes[i];
      EXPECT_GE(box.middle.x - box.width / 2, 0) << seed;
      EXPECT_LE(box.middle.x + box.width / 2, layout.width) << seed;
      EXPECT_GE(box.middle.y - box.height / 2, 0) << seed;
      EXPECT_LE(box.middle.y + box.height / 2, layout.height) << seed;
      for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(Overlap(box, layout.boxes[j])) << seed;
    }
    for (const LayoutArrow& arrow : layout.arrows) {
      ASSERT_GE(arrow.points.size(), 2u) << seed;
      EXPECT_TRUE(arrow.width <= 0 || arrow.label.y > 0) << seed;
    }
  }
}

TEST(LayeredLayout, LeadsDownWhereThereIsNoCycle) {
  Layout layout;
  layout.boxes.assign(6, {100, 30});
  layout.arrows = {{0, 1}, {1, 2}, {0, 2}, {2, 3}, {1, 4}, {4, 5}, {3, 5}, {0, 5}};
  PlaceInLayers(layout);
  for (const LayoutArrow& arrow : layout.arrows)
    EXPECT_LT(arrow.points.front().y, arrow.points.back().y) << arrow.from << " -> " << arrow.to;
}

TEST(LayeredLayout, DrawsAnArrowBackUpwardsAndALoopBesideItsBox) {
  Layout layout;
  layout.boxes.assign(3, {100, 30});
  layout.arrows = {{0, 1}, {1, 2}, {2, 0}, {1, 1}};
  PlaceInLayers(layout);
  EXPECT_GT(layout.arrows[2].points.front().y, layout.arrows[2].points.back().y);
  EXPECT_GT(layout.arrows[3].points[1].x, layout.boxes[1].middle.x + 50);
}

}  // namespace
}  // namespace frontdesk::flows
