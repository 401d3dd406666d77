create table w (k text, v text);
insert into w values ('ascii','abc'), ('combining', 'e' || chr(769) || 'a' || chr(776)), ('zero width', 'a' || chr(8203) || 'b' || chr(8205) || 'c' || chr(65279)),
 ('cjk','日本語テキスト'), ('half width', 'ｱｲｳ'), ('full width', 'ＡＢＣ'), ('hangul', '한국어'), ('jamo', '각'), ('emoji', '😀🎉'), ('family', '👩‍👩‍👧‍👦'), ('flag', '🇩🇪'), ('variation', '❤️'),
 ('arabic', 'العربية'), ('hebrew', 'שָׁלוֹם'), ('thai', 'ภาษาไทย'), ('devanagari', 'हिन्दी'), ('soft hyphen', 'a' || chr(173) || 'b'), ('nbsp', 'a' || chr(160) || 'b'),
 ('control', E'a\u0001b\u007fc\u0085d'), ('cr', E'a\rb'), ('tab', E'a\tb\t\tc'), ('newline', E'a\nb\n'), ('backspace', E'a\bb'), ('private', chr(57344)), ('high', chr(1114109)), ('line separator', chr(8232) || chr(8233)),
 ('box', '┌─┐'), ('ambiguous', '±×÷°'), ('roman', 'Ⅷ'), ('circled', '①'), ('old italic', chr(66304)), ('cuneiform', chr(73728)), ('tag', chr(917536));
select * from w;
\pset border 2
select * from w;
\pset linestyle unicode
\x
select * from w;
\x
\pset format wrapped
\pset columns 24
select * from w;
\pset format unaligned
select * from w;
\pset format aligned
select 1 as "日本", 2 as "é", 3 as "👩‍👩‍👧";
\C '日本 title'
select 1 as "日本", 2 as "é", 3 as "👩‍👩‍👧";
select '日本語' as "名前", nosuch;
