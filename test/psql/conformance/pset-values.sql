\pset
\pset nosuch
\pset nosuch value
\pset border
\pset border 5
\pset border x
\pset border -1
\pset border 70000
\pset border 1
\pset columns 10
\pset columns
\pset columns -5
\pset columns 0
\pset csv_fieldsep
\pset csv_fieldsep ;;
\pset csv_fieldsep ''
\pset csv_fieldsep '"'
\pset csv_fieldsep '\n'
\pset csv_fieldsep ';'
\pset expanded
\pset expanded auto
\pset expanded
\pset expanded maybe
\pset x on
\pset vertical off
\pset fieldsep
\pset fieldsep ','
\pset fieldsep_zero
\pset fieldsep_zero on
\pset fieldsep
\pset fieldsep '\t'
\pset footer
\pset footer on
\pset footer maybe
\pset format
\pset format a
\pset format al
\pset format latex
\pset format latex-
\pset format l
\pset format HTML
\pset format nosuch
\pset format ''
\pset format w
\pset format aligned
\pset linestyle
\pset linestyle a
\pset linestyle OLD
\pset linestyle u
\pset linestyle x
\pset linestyle ascii
\pset null
\pset null ''
\pset null '(''null'')'
\pset pager
\pset pager
\pset pager always
\pset pager off
\pset pager x
\pset pager_min_lines
\pset pager_min_lines 1
\pset pager_min_lines 5
\pset recordsep
\pset recordsep '\n\n'
\pset recordsep_zero
\pset recordsep
\pset recordsep '\n'
\pset t
\pset tuples_only
\pset tuples_only maybe
\pset tableattr
\pset tableattr border=1
\pset T
\pset title
\pset title 'x y' extra
\pset C
\pset unicode_border_linestyle
\pset unicode_border_linestyle d
\pset unicode_column_linestyle x
\pset unicode_header_linestyle double
\pset
\a
\a
\H
\html
\f
\f ''
\T
\T x y
\t on
\t
\t maybe
\x auto
\x
\x yes
\x no
\x maybe
