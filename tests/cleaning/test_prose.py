"""Sentences that open like a form stay, and the forms go: each is a whole line."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article
from dedup.cleaning.forms import form_of
from dedup.cleaning.prose import addresses_reader, reads_as_sentence, serves_the_page

SENTENCES = """\
Copyright holders sued the music service on Monday, saying it had copied 4,000 songs.
Copyright rules changed in May.
Copyright reform divides the chamber again.
Copyright, the judge wrote, does not cover recipes.
Copyright The court found no breach.
Register offices across the county will close on Monday, the council said.
Registered voters will get their cards by post.
Register of ships lists four trawlers.
Register to vote by Friday, the county urged.
Di Maio, il ministro, ha detto che la legge passerà.
Di Napoli, la squadra, ha vinto tre a zero.
By Tuesday, crews had restored power to half of the town.
By Christmas, the town had no bread.
By June, the work was half done.
By Monday night, 40 houses stood empty.
By Oslo standards, the rent is low.
By Helgesen's account, the fire began at dawn.
By Rolf Aasen's reckoning, the fund is empty.
Von Berlin aus fuhr der Zug nach Prag, sagte die Bahn.
Par Lyon, le train passe deux fois par jour.
Por Navidad, el pueblo no tenía pan.
Share prices fell by a fifth on Monday.
Share of renters rose in every county.
Shares in the ferry firm fell 4 percent.
Print sales rose for the first time in a decade.
Print editions of the story sold out.
Bookmark makers closed their last page of orders.
Tweets by the minister drew anger.
Photo editors at three newspapers were laid off on Monday.
Photos of the raid shocked the town.
Photographs taken by the crew show a broken mast.
Picture frames were stolen from the gallery.
Image rights cost the club 3 million crowns.
Video of the crash was shown in court.
Advertisement revenue fell by a third.
Advertising fell by a third.
Anzeige erstattete der Mann am Montag.
Werbung für Tabak wird verboten.
Related proteins were found in mice.
Related companies sold the tower on Monday.
Related-party deals rose last year.
Comments by the minister drew anger.
Comments from the floor were brief.
Comment was not available.
12 comments on the plan were filed by Monday.
Three comments came from abroad.
No comments were made by the board.
Follow-up talks will begin in Vik.
Follow me, she told the crowd, and they did.
Follow the money, the prosecutor said.
Subscribe buttons vanished from the site overnight.
Subscribers to the fund lost 2 million crowns.
Sign-up numbers fell.
Sign up rates for the course rose, the school said.
Open talks began on Monday.
Open water swimmers crossed the fjord at noon.
Close races were counted twice.
Show trials ended in 1953.
Hide prices fell.
Back to work, the miners sang.
Return to office rules were dropped.
Go to sleep, the nurse said.
Retour à Lyon, le maire a promis un vote.
Zurück in Berlin sagte der Minister nichts.
Volver a casa fue difícil, dijo la madre.
Menu prices rose by a tenth.
Toggle switches failed on two ferries.
Home sales fell.
More from the fund went to schools.
More on the strike was expected on Monday.
More stories emerged on Tuesday.
More articles were seized at the border.
Latest news from the front was grim.
Also in Vik, two men were hurt.
Also on Monday, the court freed a driver.
Similar content was found on his phone.
Recommended reading was banned.
Suggested links to the mob were denied.
Watch makers in Geneva struck on Monday.
Read more than the title, she said.
Newsletter writers were sued.
The newsletter was closed in May.
Get the children out, he shouted, as alerts sounded.
Receive the ballots by Friday, the clerk was told, or the delivered ones lapse.
Cookies to the value of 300 crowns were stolen.
The girl sold cookies to her neighbours on Sunday.
The company uses cookies to track shoppers, the court found.
Premium prices rose.
Premium petrol costs 20 crowns.
Email traffic fell.
Phone lines were cut.
Phone masts burned in two towns.
Mail reached the island by boat.
Fax machines remain in use at the court.
Call us liars, the miners said, but count the bodies.
Send me home, he begged.
Discussion was short.
Discussions resume on Monday in Vik.
Join talks or leave, the union was told.
Join the conversation was his motto, his wife said.
Login data for 4,000 pupils were stolen.
Passwords were stolen.
Account holders lost their savings.
Scroll down sales ended.
Reading time in schools fell.
Slideshow tools were banned.
Listen to this article was the title of her talk, she said.
Source code was leaked.
Sources said the deal was near.
Credit card debt rose.
Credit by phone was stopped.
File sharing fell after the ruling.
Popular support for the war fell.
The tune is popular again.
Ranking lists will be published in May.
Trending now was a song from 1971.
Editor's choice of words angered readers.
Don't miss the point, the judge said.
Up next was the mayor.
Offers came in from two firms.
Resources were moved north.
Links to the mob were denied.
Around the web of canals, ice had formed.
You may like it or not, the mayor said, but the road stays.
Abonnez-vous au silence, disait-il, et la salle riait.
Partager la ville en deux serait une erreur, a dit le maire.
Condividi il pane, diceva la nonna.
Foto des Ministers wurden gestohlen.
Bild der Lage war düster, sagte er.
Datenschutz kostet Geld, sagte die Ministerin.
Impressum und Kontakt fehlten auf der Seite, stellte das Gericht fest.
世界ランキングは3位だった。
会員登録した人は4万人だった。
広告収入は3割減った。
写真を撮った男が逮捕された。
Реклама упала на треть.
Advertising revenue is down.
Sponsored athletes left the team.
Promoted in May, she quit in June.
Reuters reported the deal on Monday.
Twitter shares fell 4 percent on Monday after the board met.
Facebook Inc said it would appeal.
Reporting by the Post led to two arrests.
Editing by committee failed.
Written by a nurse, the book sold 4,000 copies.
Posted to Vik in 1940, he married there.
Updated rules take effect in May.
Published in 1911, the book was banned.
Last updated in 1990, the law is void, the court said.
""".splitlines()
FORMS = """\
By Rolf Aasen
By Rolf Aasen and Ida Moe, Staff Writer
By ROLF AASEN
By Rolf Aasen, Reuters
By Rolf Aasen | Lindvik Post
By Rolf Aasen, Senior Political Correspondent
By the Editorial Board
By June Carter
By April Moe, Staff Writer
By May Lie
Von Rolf Aasen
Par Rolf Aasen
Por Rolf Aasen
Di Rolf Aasen
By Rolf Aasen in Oslo
By Rolf Aasen, rolf@lindvik.example
© 2023 Lindvik Post. All rights reserved.
Copyright 2023 Lindvik Post
Copyright Lindvik Post. All rights reserved.
Copyright © 2024
Share on Facebook Tweet Email Print
Share this article
Share
We use cookies to improve your experience. By continuing you accept our cookie policy.
This website uses cookies to improve your experience.
Diese Website verwendet Cookies.
Ce site utilise des cookies pour améliorer votre visite.
Read more: Council to rebuild market
Read more
Related: Council to rebuild market
RELATED ARTICLES
Lire aussi : Le conseil vote
Mehr zum Thema
12 Comments
12 comments on "Council to rebuild fish market"
Leave a comment
Comments (4)
Advertisement
ADVERTISEMENT - CONTINUE READING BELOW
Anzeige
Sign up for our newsletter
Subscribe now
Subscribe to our newsletter to get the best stories every morning.
Sign up to get the best stories delivered daily.
Register for free to keep reading.
Photo: Rolf Aasen / Lindvik Post
Photo by Rolf Aasen
The mayor speaks to traders on the pier. (Photo: Rolf Aasen)
The mayor in the hall (AP Photo/Rolf Aasen)
Image credit: Getty Images
Skip to main content
Skip to content
Back to top
Back to the homepage
Toggle navigation
Close menu
Open search
Show more
Menu
Home | News | Sport
Most Read
Popular articles
Most popular
Trending now
You may also like
Recommended for you
More from Lindvik Post
More stories
Follow us on Twitter
Follow @lindvik on Twitter
Email: desk@lindvik.example
Tel: +47 555 0123
Log in
Already a subscriber? Log in
To continue reading, subscribe
3 min read
Listen to this article
Published: 12 May 2023 10:04
Updated May 12, 2023
無断転載を禁じます。
この記事をシェア
会員登録すると続きをお読みいただけます。
関連記事
コメント
写真：海の市場
(Reporting by Rolf Aasen; editing by Ida Moe)
Reporting by Rolf Aasen in Oslo; Editing by Ida Moe
FILE - The mayor speaks to traders in Vik, May 12, 2021.
This material may not be published, broadcast, rewritten or redistributed.
Get the morning briefing in your inbox every day.
Want more? Sign up for our newsletter.
Zurück zur Startseite
Retour à l'accueil
Volver arriba
Jetzt abonnieren
Suscríbete a nuestro boletín
""".splitlines()
ABOVE = (
    "The island council agreed on Monday to move the library into the old customs house before the winter.",
    "Its head, Berit Lunde, said the books would be carried over by pupils of the three schools in one afternoon.",
)
BELOW = (
    "The customs house has stood empty since the ferry stopped calling at the inner harbour six years ago.",
    "A café will open on the ground floor in April, and the reading room will look out over the sound.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_opens_like_a_form_is_none(sentence):
    assert form_of(sentence).strength == 0


@pytest.mark.parametrize("line", FORMS)
def test_a_form_is_one(line):
    assert form_of(line).strength > 0


@pytest.mark.parametrize("sentence", SENTENCES)
def test_between_paragraphs_it_is_body(sentence):
    text = "\n".join((*ABOVE, sentence, *BELOW))
    cleaned = clean_article(Article(id="a", title="Library moves to the customs house", text=text))
    assert sentence in cleaned.body_text
    assert cleaned.author is None


@pytest.mark.parametrize("line", [form for form in FORMS if len(form) > 12])
def test_between_paragraphs_a_form_is_left_out(line):
    text = "\n".join((*ABOVE, line, *BELOW))
    cleaned = clean_article(Article(id="a", title="Library moves to the customs house", text=text))
    assert line not in cleaned.body_text.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "Want more from the islands in your inbox every week? Join 900 readers and sign up for our free newsletter.",
        "Enjoying this story? Our weekly newsletter brings you the best reporting, straight to your inbox.",
        "Vous aimez cet article ? Inscrivez-vous à notre newsletter pour recevoir chaque matin nos meilleurs récits.",
    ],
)
def test_an_offer_in_prose_is_left_out(line):
    text = "\n".join((*ABOVE, line, *BELOW))
    assert line not in clean_article(Article(id="a", text=text)).body_text


@pytest.mark.parametrize(
    "line",
    [
        "The club sent its members a newsletter every week until 1990.",
        '"Sign up for our newsletter," the letter told voters, and 4,000 did.',
        "The firm uses cookies to follow shoppers, the court found.",
    ],
)
def test_what_tells_of_offers_is_body(line):
    text = "\n".join((*ABOVE, line, *BELOW))
    assert line in clean_article(Article(id="a", text=text)).body_text


def test_quotations_speak_to_nobody_on_the_page():
    assert not addresses_reader("“We will bring your books,” she said.")
    assert addresses_reader("We will bring your news every morning.")


def test_headlines_and_labels_are_no_sentences():
    assert not reads_as_sentence("Council moves library into customs house")
    assert not reads_as_sentence("Photo: The mayor opened the doors on Monday.")
    assert reads_as_sentence("The mayor opened the doors.")


def test_links_and_orders_serve_the_page():
    assert serves_the_page("Follow Berit Lunde on the network.") is False
    assert serves_the_page("Follow our reporter on the network.")
    assert serves_the_page("More is found at www.island.example.")
    assert not serves_the_page("The books were carried over by pupils.")
