-- Characters of one to four bytes, in one column or two.
\encoding EUC_JP
select '±°¡Æüa', nosuch;
	select '±', '°¡', 'Æü', 'a', nosuch;
select '±°¡Æüa' as "±", 'x' as y union all select 'x', 'a±°¡Æüa';
\pset format wrapped
\pset columns 16
select '±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa' as a, '±±±±±±±±±' as b;
\pset format aligned
\pset title '±°¡Æüa'
select 'a wide enough column' as a;
\pset title
select '±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa', nosuch, '±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa±°¡Æüa';
\encoding EUC_JIS_2004
select '±Æüa', nosuch;
	select '±', 'Æü', 'a', nosuch;
select '±Æüa' as "±", 'x' as y union all select 'x', 'a±Æüa';
\pset format wrapped
\pset columns 16
select '±Æüa±Æüa±Æüa±Æüa' as a, '±±±±±±±±±' as b;
\pset format aligned
\pset title '±Æüa'
select 'a wide enough column' as a;
\pset title
select '±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa', nosuch, '±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa±Æüa';
\encoding SJIS
select '±•\ßa', nosuch;
	select '±', '•\', 'ß', 'a', nosuch;
select '±•\ßa' as "±", 'x' as y union all select 'x', 'a±•\ßa';
\pset format wrapped
\pset columns 16
select '±•\ßa±•\ßa±•\ßa±•\ßa' as a, '±±±±±±±±±' as b;
\pset format aligned
\pset title '±•\ßa'
select 'a wide enough column' as a;
\pset title
select '±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa', nosuch, '±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa±•\ßa';
\encoding SHIFT_JIS_2004
select '±•\a', nosuch;
	select '±', '•\', 'a', nosuch;
select '±•\a' as "±", 'x' as y union all select 'x', 'a±•\a';
\pset format wrapped
\pset columns 16
select '±•\a±•\a±•\a±•\a' as a, '±±±±±±±±±' as b;
\pset format aligned
\pset title '±•\a'
select 'a wide enough column' as a;
\pset title
select '±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a', nosuch, '±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a±•\a';
\encoding EUC_KR
select 'ÇÑa', nosuch;
	select 'ÇÑ', 'a', nosuch;
select 'ÇÑa' as "ÇÑ", 'x' as y union all select 'x', 'aÇÑa';
\pset format wrapped
\pset columns 16
select 'ÇÑaÇÑaÇÑaÇÑa' as a, 'ÇÑÇÑÇÑÇÑÇÑÇÑÇÑÇÑÇÑ' as b;
\pset format aligned
\pset title 'ÇÑa'
select 'a wide enough column' as a;
\pset title
select 'ÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑa', nosuch, 'ÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑaÇÑa';
\encoding EUC_CN
select 'ÖĞa', nosuch;
	select 'ÖĞ', 'a', nosuch;
select 'ÖĞa' as "ÖĞ", 'x' as y union all select 'x', 'aÖĞa';
\pset format wrapped
\pset columns 16
select 'ÖĞaÖĞaÖĞaÖĞa' as a, 'ÖĞÖĞÖĞÖĞÖĞÖĞÖĞÖĞÖĞ' as b;
\pset format aligned
\pset title 'ÖĞa'
select 'a wide enough column' as a;
\pset title
select 'ÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞa', nosuch, 'ÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞaÖĞa';
\encoding EUC_TW
select '¢¡¡Äãa', nosuch;
	select '¢¡¡', 'Äã', 'a', nosuch;
select '¢¡¡Äãa' as "¢¡¡", 'x' as y union all select 'x', 'a¢¡¡Äãa';
\pset format wrapped
\pset columns 16
select '¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa' as a, '¢¡¡¢¡¡¢¡¡¢¡¡¢¡¡¢¡¡¢¡¡¢¡¡¢¡¡' as b;
\pset format aligned
\pset title '¢¡¡Äãa'
select 'a wide enough column' as a;
\pset title
select '¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa', nosuch, '¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa¢¡¡Äãa';
\encoding GB18030
select '9î9ÖĞa', nosuch;
	select '9î9', 'ÖĞ', 'a', nosuch;
select '9î9ÖĞa' as "9î9", 'x' as y union all select 'x', 'a9î9ÖĞa';
\pset format wrapped
\pset columns 16
select '9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa' as a, '9î99î99î99î99î99î99î99î99î9' as b;
\pset format aligned
\pset title '9î9ÖĞa'
select 'a wide enough column' as a;
\pset title
select '9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa', nosuch, '9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa9î9ÖĞa';
\encoding JOHAB
select 'ˆaa', nosuch;
	select 'ˆa', 'a', nosuch;
select 'ˆaa' as "ˆa", 'x' as y union all select 'x', 'aˆaa';
\pset format wrapped
\pset columns 16
select 'ˆaaˆaaˆaaˆaa' as a, 'ˆaˆaˆaˆaˆaˆaˆaˆaˆa' as b;
\pset format aligned
\pset title 'ˆaa'
select 'a wide enough column' as a;
\pset title
select 'ˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaa', nosuch, 'ˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaaˆaa';
\encoding UHC
select 'ÇÑAa', nosuch;
	select 'ÇÑ', 'A', 'a', nosuch;
select 'ÇÑAa' as "ÇÑ", 'x' as y union all select 'x', 'aÇÑAa';
\pset format wrapped
\pset columns 16
select 'ÇÑAaÇÑAaÇÑAaÇÑAa' as a, 'ÇÑÇÑÇÑÇÑÇÑÇÑÇÑÇÑÇÑ' as b;
\pset format aligned
\pset title 'ÇÑAa'
select 'a wide enough column' as a;
\pset title
select 'ÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAa', nosuch, 'ÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAaÇÑAa';
\encoding BIG5
select '¤¤a', nosuch;
	select '¤¤', 'a', nosuch;
select '¤¤a' as "¤¤", 'x' as y union all select 'x', 'a¤¤a';
\pset format wrapped
\pset columns 16
select '¤¤a¤¤a¤¤a¤¤a' as a, '¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤' as b;
\pset format aligned
\pset title '¤¤a'
select 'a wide enough column' as a;
\pset title
select '¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a', nosuch, '¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a¤¤a';
\encoding WIN1251
select 'éa', nosuch;
	select 'é', 'a', nosuch;
select 'éa' as "é", 'x' as y union all select 'x', 'aéa';
\pset format wrapped
\pset columns 16
select 'éaéaéaéa' as a, 'ééééééééé' as b;
\pset format aligned
\pset title 'éa'
select 'a wide enough column' as a;
\pset title
select 'éaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéa', nosuch, 'éaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéaéa';
